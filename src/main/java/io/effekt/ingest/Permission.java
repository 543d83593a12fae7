package io.effekt.ingest;

import io.effekt.access.Caller;
import io.effekt.access.Keys;
import io.effekt.access.Limits;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.KpiRules;
import io.effekt.kpi.domain.Timing;
import io.effekt.organization.Team;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a caller may send what it sends: for its KPI, at its scope on its day, and in the name of
 * its source. What is refused says the same whether or not there is such a KPI or scope.
 */
@ApplicationScoped
public class Permission {
    static final String CODE = "not_permitted";

    private final Keys keys;
    private final DefinitionsView definitions;

    public Permission(Keys keys, DefinitionsView definitions) {
        this.keys = keys;
        this.definitions = definitions;
    }

    /** The items with the caller's name as their source, those refused that it may not send. */
    List<ParsedItem> of(Call call, List<ParsedItem> items) {
        Definitions known = definitions.current();
        return items.stream().map(item -> of(call, item, known)).toList();
    }

    private ParsedItem of(Call call, ParsedItem item, Definitions known) {
        return switch (item) {
            case ParsedItem.Refused refused -> refused;
            case ParsedItem.WellFormed(int index, Incoming incoming) -> {
                Incoming named = incoming.withDefaultSource(call.client());
                Refusal refusal = refusal(call.caller(), named, known);
                yield refusal == null
                        ? new ParsedItem.WellFormed(index, named)
                        : new ParsedItem.Refused(
                                index,
                                named.source(),
                                named.id(),
                                named.kpi(),
                                named.scope().toString(),
                                refusal,
                                MeasurementCodec.value(named));
            }
        };
    }

    private @Nullable Refusal refusal(Caller caller, Incoming incoming, Definitions known) {
        Optional<String> owner = keys.boundTo(Objects.requireNonNull(incoming.source()));
        if (owner.isPresent() && !owner.get().equals(caller.actor())) {
            return Refusal.of(
                    CODE,
                    "This source is bound to another client: send in the name of your own, or leave"
                            + " 'source' out.");
        }
        return mayMeasure(caller.limits(), incoming, known) ? null : tooNarrow(incoming);
    }

    /** What somebody wanted, as refusals are noted. */
    static String operation(@Nullable String kpi, @Nullable String scope) {
        return "measure " + kpi + " at " + scope;
    }

    /** What whoever has limits is told of a measurement that lies beyond them. */
    static Refusal tooNarrow(Incoming incoming) {
        return Refusal.of(
                CODE,
                "You may not measure '"
                        + incoming.kpi()
                        + "' at '"
                        + incoming.scope()
                        + "' on that day: ask whoever manages the keys for a wider one.");
    }

    static boolean mayMeasure(Limits limits, Incoming incoming, Definitions known) {
        if (!limits.includeKpi(incoming.kpi())) {
            return false;
        }
        if (limits.everywhere() || limits.include(incoming.scope(), null)) {
            return true;
        }
        Timing timing = Judge.timing(incoming);
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

    /** What travels with it to whoever knows the log. */
    static Sender sender(Call call, Incoming incoming) {
        return sender(call.caller().limits(), call.steward(), incoming);
    }

    static Sender sender(Limits limits, boolean isSteward, Incoming incoming) {
        boolean replaces = incoming.corrects() != null || incoming.retracts() != null;
        return new Sender(
                isSteward,
                replaces && !limits.everywhere() && !limits.include(incoming.scope(), null)
                        ? limits.streams()
                        : Set.of());
    }
}
