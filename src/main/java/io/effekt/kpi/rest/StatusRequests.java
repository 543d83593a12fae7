package io.effekt.kpi.rest;

import io.effekt.http.QueryParameters;
import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.query.NameCheck;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which KPI, scope and period a question is about: what is missing or unknown is refused. */
@ApplicationScoped
public class StatusRequests {
    /** Far from any year that a number was measured in, and well inside what can be stored. */
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private static final LocalDate LATEST = LocalDate.of(2999, 12, 31);

    private final DefinitionsView definitions;
    private final CallerVisibility callerVisibility;
    private final NameCheck names;

    public StatusRequests(
            DefinitionsView definitions, CallerVisibility callerVisibility, NameCheck names) {
        this.names = names;
        this.callerVisibility = callerVisibility;
        this.definitions = definitions;
    }

    /** The KPI that has to be named. Definitions never go away, so this holds for any moment. */
    Kpi kpi(QueryParameters given) {
        String key = given.text("kpi");
        if (key == null) {
            throw required("kpi", "the key of a KPI; GET /api/v1/kpis lists them");
        }
        requireKpi(key);
        return Objects.requireNonNull(definitions.current().kpis().get(key));
    }

    /** What the caller may see. */
    Visibility visibility() {
        return callerVisibility.now();
    }

    /** The scope that has to be named. */
    Scope scope(QueryParameters given) {
        Scope scope = given.as("scope", Scope::parse);
        if (scope == null) {
            throw required("scope", "team:<key>, stream:<key> or org");
        }
        requireScope(scope);
        return scope;
    }

    void requireKpi(@Nullable String kpi) {
        names.requireKpi(kpi);
    }

    void requireScope(@Nullable Scope scope) {
        names.requireScope(scope);
    }

    /** What a caller may not see is answered like what is not there. */
    void requireSeen(@Nullable Scope scope) {
        names.requireSeen(scope);
    }

    void requireStream(@Nullable String stream) {
        names.requireStream(stream);
    }

    /** One value of one dimension, as {@code name:value}; null for everything. */
    static @Nullable String dimension(QueryParameters given) {
        return given.as(
                "dimension",
                text -> {
                    int colon = text.indexOf(':');
                    if (colon < 1 || colon == text.length() - 1) {
                        throw new IllegalArgumentException(
                                "write name:value, for instance zone:north");
                    }
                    return text;
                });
    }

    /**
     * The same of a KPI, where one is named: it has to have the dimension, unless the question is
     * about what was known earlier.
     */
    @Nullable String dimension(QueryParameters given, @Nullable String kpi) {
        String dimension = dimension(given);
        if (dimension != null && given.text("asOf") == null) {
            names.requireDimension(kpi, dimension.substring(0, dimension.indexOf(':')));
        }
        return dimension;
    }

    /**
     * One end of a span of time: a day, a period of the KPI's own length, or a longer one, which
     * stands for all of the KPI's in it; null for none.
     */
    static @Nullable Period end(QueryParameters given, String name, Kpi kpi) {
        Period period = period(given, name);
        if (period != null
                && period.unit() != PeriodUnit.DAY
                && period.unit().compareTo(kpi.period()) < 0) {
            throw otherLength(name, kpi, period, "write a day, or for instance ");
        }
        return period;
    }

    /** A period of any length; null for none. */
    static @Nullable Period period(QueryParameters given, String name) {
        return given.as(
                name,
                text -> {
                    Period period = Period.parse(text);
                    if (period.start().isBefore(EARLIEST) || period.start().isAfter(LATEST)) {
                        throw new IllegalArgumentException(
                                "write a period of the years 1900 to 2999");
                    }
                    return period;
                });
    }

    /** A period of the length that the KPI has, where one is named and defined; null for none. */
    @Nullable Period periodOf(@Nullable String key, QueryParameters given, String name) {
        Kpi kpi = key == null ? null : definitions.current().kpis().get(key);
        return kpi == null || !callerVisibility.now().seesKpi(kpi.key())
                ? period(given, name)
                : period(given, name, kpi);
    }

    /** A period of the KPI's own length; null for none. */
    static @Nullable Period period(QueryParameters given, String name, Kpi kpi) {
        Period period = period(given, name);
        if (period != null && period.unit() != kpi.period()) {
            throw otherLength(name, kpi, period, "write for instance ");
        }
        return period;
    }

    private static RuntimeException otherLength(
            String name, Kpi kpi, Period period, String writeInstead) {
        return QueryParameters.refused(
                "invalid-parameter",
                name,
                "'%s': the periods of '%s' are of the length '%s'; %s%s"
                        .formatted(
                                name,
                                kpi.key(),
                                kpi.period().word(),
                                writeInstead,
                                Period.of(kpi.period(), period.start())));
    }

    private static RuntimeException required(String name, String what) {
        return QueryParameters.refused("required", name, "Give '" + name + "': " + what + ".");
    }
}
