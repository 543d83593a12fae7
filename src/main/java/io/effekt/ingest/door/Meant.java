package io.effekt.ingest.door;

import io.effekt.access.Caller;
import io.effekt.ingest.append.MeasurementOutcome;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;
import io.effekt.organization.Visibility;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a sender probably meant whose KPI or scope is not defined: the nearest that is, of those
 * that the sender sees. For one call and one thread.
 */
public final class Meant {
    /** More different names than these are no slips of the pen, and each costs a search. */
    private static final int MOST = 20;

    private final Visibility visibility;
    private final Definitions known;
    private final Map<String, Optional<String>> found = new HashMap<>();

    private Meant(Visibility visibility, Definitions known) {
        this.visibility = visibility;
        this.known = known;
    }

    public static Meant by(Caller caller, Definitions known) {
        return new Meant(new Visibility(caller, known.organisation()), known);
    }

    /** The outcome as its sender is told it. */
    public MeasurementOutcome told(MeasurementOutcome outcome, ParsedMeasurement incoming) {
        return outcome instanceof MeasurementOutcome.Held(String cause, String detail)
                ? switch (cause) {
                    case MeasurementOutcome.Held.UNKNOWN_KPI ->
                            meant(cause, detail, nearest(incoming.kpi(), this::kpi));
                    case MeasurementOutcome.Held.UNKNOWN_SCOPE ->
                            meant(cause, detail, nearest(incoming.scope().toString(), this::scope));
                    default -> outcome;
                }
                : outcome;
    }

    private static MeasurementOutcome meant(String cause, String detail, Optional<String> name) {
        return new MeasurementOutcome.Held(
                cause, detail + name.map(n -> " Did you mean '" + n + "'?").orElse(""));
    }

    private Optional<String> nearest(String given, Function<String, Optional<String>> search) {
        Optional<String> before = found.get(given);
        if (before != null) {
            return before;
        }
        Optional<String> name = found.size() < MOST ? search.apply(given) : Optional.empty();
        if (found.size() < MOST) {
            found.put(given, name);
        }
        return name;
    }

    private Optional<String> kpi(String given) {
        return NearestWord.to(
                given,
                known.kpis().values().stream()
                        .filter(kpi -> !kpi.retired())
                        .map(Kpi::key)
                        .filter(visibility::seesKpi)
                        .sorted()
                        .toList());
    }

    /** The nearest of the same kind; otherwise the same key of the other kind. */
    private Optional<String> scope(String given) {
        int colon = given.indexOf(':') + 1;
        String kind = given.substring(0, colon);
        String key = given.substring(colon);
        String other = kind.equals("team:") ? "stream:" : "team:";
        return NearestWord.to(key, keys(kind))
                .map(kind::concat)
                .or(() -> keys(other).contains(key) ? Optional.of(other + key) : Optional.empty());
    }

    private Collection<String> keys(String kind) {
        Stream<String> keys =
                kind.equals("team:")
                        ? known.organisation().teams().values().stream()
                                .filter(team -> !team.retired())
                                .map(Team::key)
                        : known.organisation().streams().values().stream()
                                .filter(stream -> !stream.retired())
                                .map(ValueStream::key);
        return keys.filter(key -> visibility.seesEver(Scope.parse(kind + key))).sorted().toList();
    }
}
