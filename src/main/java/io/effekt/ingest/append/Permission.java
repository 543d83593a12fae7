package io.effekt.ingest.append;

import io.effekt.access.Limits;
import io.effekt.access.source.SourceOwners;
import io.effekt.ingest.form.MeasurementJson;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.Sender;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.kpi.domain.measurement.Timing;
import io.effekt.organization.Team;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a caller may send what it sends: for its KPI, at its scope on its day, and in the name of
 * its source. What is refused says the same whether or not there is such a KPI or scope.
 */
@ApplicationScoped
public class Permission {
    /** What the sender is told who uses another's source, whatever was sent in it. */
    public static final Refusal ANOTHERS_SOURCE =
            Refusal.of(
                    RefusalCodes.NOT_PERMITTED,
                    "This source belongs to another client: leave 'source' out to send in your own"
                            + " name, or ask a steward to hand it over (POST"
                            + " /api/v1/sources/hand-over).");

    private static final Refusal RESERVED_SOURCE =
            Refusal.of(
                    RefusalCodes.NOT_PERMITTED,
                    "This source is a name of the service or of a person: leave 'source' out to"
                            + " send in your own name, or choose another one.");

    private final SourceOwners owners;
    private final DefinitionsView definitions;

    public Permission(SourceOwners owners, DefinitionsView definitions) {
        this.owners = owners;
        this.definitions = definitions;
    }

    /** The items with the caller's name as their source, those refused that it may not send. */
    public List<ParsedItem> of(IngestRequest call, List<ParsedItem> items) {
        Definitions known = definitions.current();
        Map<String, Boolean> anothers = new HashMap<>();
        return items.stream().map(item -> of(call, item, known, anothers)).toList();
    }

    private ParsedItem of(
            IngestRequest call, ParsedItem item, Definitions known, Map<String, Boolean> anothers) {
        return switch (item) {
            case ParsedItem.Refused refused -> refused;
            case ParsedItem.WellFormed(int index, ParsedMeasurement incoming) -> {
                ParsedMeasurement named = incoming.withDefaultSource(call.client());
                String source = Objects.requireNonNull(named.source());
                boolean isAnothers =
                        !(call.steward() && call.undoes())
                                && anothers.computeIfAbsent(
                                        source, s -> owners.isAnothers(call.actor(), s));
                Refusal refusal =
                        isAnothers
                                ? foreign(source)
                                : refusal(call.caller().limits(), named, known);
                yield refusal == null
                        ? new ParsedItem.WellFormed(index, named)
                        : new ParsedItem.Refused(
                                index,
                                named.source(),
                                named.id(),
                                named.kpi(),
                                named.scope().toString(),
                                refusal,
                                MeasurementJson.asSent(named));
            }
        };
    }

    private static @Nullable Refusal refusal(
            Limits limits, ParsedMeasurement incoming, Definitions known) {
        return mayMeasure(limits, incoming, known) ? null : tooNarrow(incoming);
    }

    /** What the sender of an item wanted, as refusals are noted. */
    public static String operation(ParsedItem item) {
        return operation(Rejections.kpi(item), Rejections.scope(item));
    }

    /** What somebody wanted, as refusals are noted. */
    public static String operation(@Nullable String kpi, @Nullable String scope) {
        return "measure " + kpi + " at " + scope;
    }

    /** What a caller who may not send in a source is told. */
    static Refusal foreign(String source) {
        return SourceOwners.isReserved(source) ? RESERVED_SOURCE : ANOTHERS_SOURCE;
    }

    /** What a caller with limits is told of a measurement that lies beyond them. */
    public static Refusal tooNarrow(ParsedMeasurement incoming) {
        return Refusal.of(
                RefusalCodes.NOT_PERMITTED,
                "You may not measure '"
                        + incoming.kpi()
                        + "' at '"
                        + incoming.scope()
                        + "' on that day: ask the people who manage the keys for a wider one.");
    }

    public static boolean mayMeasure(Limits limits, ParsedMeasurement incoming, Definitions known) {
        if (!limits.includeKpi(incoming.kpi())) {
            return false;
        }
        if (limits.everywhere() || limits.include(incoming.scope(), null)) {
            return true;
        }
        Timing timing = incoming.timing();
        if (timing == null) {
            // A retraction counts on the day of what it takes out, which the log knows.
            return limits.streams().stream()
                    .anyMatch(stream -> wasIn(known, incoming.scope(), stream));
        }
        Kpi kpi = known.kpis().get(incoming.kpi());
        ZoneId zone = kpi == null ? KpiRules.DEFAULT_TIME_ZONE : kpi.timeZone();
        LocalDate day = timing.day(zone);
        return limits.include(
                incoming.scope(), known.organisation().streamOf(incoming.scope(), day));
    }

    private static boolean wasIn(Definitions known, Scope scope, String stream) {
        Team team =
                scope instanceof Scope.Team(String key)
                        ? known.organisation().teams().get(key)
                        : null;
        return team != null
                && team.memberships().stream().anyMatch(m -> m.valueStream().equals(stream));
    }

    /** What travels with it to readers of the log. */
    public static Sender sender(IngestRequest call, ParsedMeasurement incoming) {
        return sender(call.caller().limits(), call.steward(), call.undoes(), incoming);
    }

    public static Sender sender(
            Limits limits, boolean isSteward, boolean undoes, ParsedMeasurement incoming) {
        boolean replaces = incoming.original() != null;
        return new Sender(isSteward, undoes, replaces ? limits : Limits.NONE);
    }
}
