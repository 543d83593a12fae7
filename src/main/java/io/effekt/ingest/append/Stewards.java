package io.effekt.ingest.append;

import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.effekt.kernel.Problem;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.Shape;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may see what single people answered, and answers for what is sent late. The one place that
 * says so.
 */
@ApplicationScoped
public class Stewards {
    private final CurrentCaller caller;

    public Stewards(CurrentCaller caller) {
        this.caller = caller;
    }

    /** Whether the caller is a steward. */
    public boolean call() {
        return caller.get().may(Right.SURVEY_STEWARD);
    }

    /** Goes on for a steward only; 403 for everybody else. */
    public void require(String what) {
        if (!call()) {
            throw Problem.of(
                            403,
                            "not-permitted",
                            what + " needs the role of a steward: ask one, or an administrator.")
                    .exception();
        }
    }

    /** What is hidden from the caller. */
    public Hidden hidden(Definitions known) {
        Set<String> kpis =
                call()
                        ? Set.of()
                        : known.kpis().values().stream()
                                .filter(Stewards::guard)
                                .map(Kpi::key)
                                .collect(Collectors.toSet());
        return new Hidden(kpis, caller.get().actor());
    }

    /** Whether single measurements of the KPI may be read by stewards only. */
    public static boolean guard(Kpi kpi) {
        return kpi.shape() == Shape.SCORES || kpi.minGroupSize() != null;
    }

    /**
     * Whether the bytes of something that was not taken may be read by stewards only: it is for
     * such a KPI, or for one that cannot be told and speaks of scores or names one of them.
     */
    public static boolean guard(Definitions known, @Nullable String key, byte[] body) {
        Kpi kpi = key == null ? null : known.kpis().get(key);
        if (kpi != null) {
            return guard(kpi);
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.contains("scores")
                || known.kpis().values().stream().anyMatch(k -> guard(k) && text.contains(k.key()));
    }
}
