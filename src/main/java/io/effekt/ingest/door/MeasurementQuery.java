package io.effekt.ingest.door;

import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.postgres.MeasurementPages.Counting;
import io.effekt.eventstore.postgres.MeasurementPages.Filter;
import io.effekt.eventstore.postgres.MeasurementPages.Where;
import io.effekt.http.Cursor;
import io.effekt.http.QueryParameters;
import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.asof.Moment;
import io.effekt.kpi.application.asof.TimeTravel;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.organization.Membership;
import io.effekt.organization.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which measurements somebody wants to see: all that was taken, or with {@code standing}, {@code
 * at} or {@code asOf} only what counts.
 *
 * @param below whether a scope stands for all that lies beneath it too
 */
record MeasurementQuery(
        @Nullable String kpi,
        @Nullable Scope scope,
        boolean below,
        @Nullable String dimension,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Instant recordedAfter,
        boolean standing,
        @Nullable Instant at,
        @Nullable Instant asOf,
        @Nullable EntryId after) {
    static final Set<String> KNOWN =
            Set.of(
                    "kpi",
                    "scope",
                    "below",
                    "dimension",
                    "from",
                    "to",
                    "recordedAfter",
                    "standing",
                    "at",
                    "asOf",
                    "limit",
                    "cursor");

    static MeasurementQuery read(QueryParameters given) {
        List<String> after = Cursor.read(given.text("cursor"), 2);
        Boolean below = given.as("below", MeasurementQuery::yesOrNo);
        Boolean standing = given.as("standing", MeasurementQuery::yesOrNo);
        return new MeasurementQuery(
                given.text("kpi"),
                given.as("scope", Scope::parse),
                below == null || below,
                given.as("dimension", MeasurementQuery::line),
                given.time("from"),
                given.time("to"),
                given.time("recordedAfter"),
                standing != null && standing,
                given.time("at"),
                given.time("asOf"),
                after == null
                        ? null
                        : new EntryId(
                                (int) Cursor.number(after.get(0)), Cursor.number(after.get(1))));
    }

    /** Of the value of a dimension that is asked for; null for none. */
    @Nullable String dimensionName() {
        return dimension == null ? null : dimension.substring(0, dimension.indexOf('='));
    }

    private static boolean yesOrNo(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        };
    }

    /** As the log writes it. */
    private static String line(String label) {
        int colon = label.indexOf(':');
        if (colon < 1 || colon == label.length() - 1) {
            throw new IllegalArgumentException("write name:value, for instance zone:north");
        }
        return label.substring(0, colon) + "=" + label.substring(colon + 1);
    }

    /**
     * What the list of the log is restricted to.
     *
     * @param withoutKpis those whose measurements the caller may not see
     */
    Filter filter(Tx tx, TimeTravel travel, List<String> withoutKpis) {
        Moment moment = travel.to(tx, at, asOf);
        Kpi of = kpi == null ? null : moment.definitions().kpis().get(kpi);
        ZoneId zone = of == null ? KpiRules.DEFAULT_TIME_ZONE : of.timeZone();
        return new Filter(
                kpi,
                where(moment.definitions(), zone),
                dimension,
                from,
                to,
                recordedAfter,
                standing || at != null || asOf != null
                        ? new Counting(moment.at(), asOf == null ? null : moment.asOf(), zone)
                        : null,
                withoutKpis,
                after);
    }

    /** A stream's teams count there on the days that they belong to it. */
    private @Nullable List<Where> where(Definitions definitions, ZoneId zone) {
        if (scope == null || (scope.equals(Scope.ORG) && below)) {
            return null;
        }
        List<Where> where = new ArrayList<>();
        where.add(new Where(scope.toString(), null, null));
        if (scope instanceof Scope.Stream(String key) && below) {
            for (Team team : definitions.organisation().teams().values()) {
                for (Membership membership : team.memberships()) {
                    if (membership.valueStream().equals(key)) {
                        where.add(where(team, membership.span(), zone));
                    }
                }
            }
        }
        return where;
    }

    private static Where where(Team team, DateSpan days, ZoneId zone) {
        LocalDate to = days.to();
        return new Where(
                new Scope.Team(team.key()).toString(),
                days.from().atStartOfDay(zone).toInstant(),
                to == null ? null : to.atStartOfDay(zone).toInstant());
    }
}
