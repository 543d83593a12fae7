package io.effekt.ingest;

import io.effekt.kernel.Problem;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.Shape;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Who may see what single people answered, and answers for what is sent late. The one place that
 * says so. A caller without a name is the administrator, until keys and sign-in come; of others the
 * role decides.
 */
@ApplicationScoped
public class Stewards {
    private static final String ROLE = "steward";
    private static final String ADMINISTRATOR = "admin";

    /** Whether the caller is a steward. */
    public boolean includes(SecurityContext caller) {
        return caller.getUserPrincipal() == null
                || caller.isUserInRole(ROLE)
                || caller.isUserInRole(ADMINISTRATOR);
    }

    /** Goes on for a steward only; 403 for everybody else. */
    void require(SecurityContext caller, String what) {
        if (!includes(caller)) {
            throw Problem.of(
                            403,
                            "not-permitted",
                            what + " needs the role of a steward: ask one, or an administrator.")
                    .exception();
        }
    }

    /** Whether single measurements of the KPI may be read by stewards only. */
    static boolean guard(Kpi kpi) {
        return kpi.shape() == Shape.SCORES || kpi.minGroupSize() != null;
    }

    /**
     * Whether the bytes of something that was not taken may be read by stewards only: it is for
     * such a KPI, or for one that cannot be told and speaks of scores.
     */
    static boolean guard(Definitions known, @Nullable String key, byte[] body) {
        Kpi kpi = key == null ? null : known.kpis().get(key);
        return kpi == null
                ? new String(body, StandardCharsets.ISO_8859_1).contains("scores")
                : guard(kpi);
    }
}
