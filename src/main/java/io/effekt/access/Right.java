package io.effekt.access;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a method may need of its caller. Constants and no enum, because annotations name them; the
 * words are those of a key's scopes.
 */
public final class Right {
    /** Send, correct and retract measurements. */
    public static final String MEASUREMENTS_WRITE = "measurements:write";

    /** Read statuses, measurements and definitions. */
    public static final String STATUS_READ = "status:read";

    /** Change definitions, targets, baselines and overrides. */
    public static final String DEFINITIONS_WRITE = "definitions:write";

    /** Read what is made for BI tools. */
    public static final String BI_READ = "bi:read";

    /** See what small groups answered, release what came late. */
    public static final String SURVEY_STEWARD = "survey:steward";

    /** Issue, rotate and revoke keys. */
    public static final String KEYS_MANAGE = "keys:manage";

    /** Read who decided what, and check the log. */
    public static final String AUDIT_READ = "audit:read";

    /** Everything, also what has no right of its own. */
    public static final String ADMIN = "admin";

    public static final List<String> ALL =
            List.of(
                    MEASUREMENTS_WRITE,
                    STATUS_READ,
                    DEFINITIONS_WRITE,
                    BI_READ,
                    SURVEY_STEWARD,
                    KEYS_MANAGE,
                    AUDIT_READ,
                    ADMIN);

    private Right() {}

    /** These, and every other one where {@link #ADMIN} is among them. */
    public static Set<String> including(Collection<String> some) {
        return new TreeSet<>(some.contains(ADMIN) ? ALL : some);
    }
}
