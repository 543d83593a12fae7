package io.effekt.organization;

import io.effekt.access.Caller;
import io.effekt.access.Limits;
import io.effekt.database.RowSecurity;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sees of the organisation: the limits of the caller, on the memberships of today's
 * knowledge. Asked here by the application, and again by row-level security ({@link #seen}).
 */
public class Visibility {
    private final Caller caller;
    private final Organisation organisation;

    public Visibility(Caller caller, Organisation organisation) {
        this.caller = caller;
        this.organisation = organisation;
    }

    public Caller caller() {
        return caller;
    }

    public Organisation organisation() {
        return organisation;
    }

    /**
     * Goes on where the caller may change what belongs to the whole organisation.
     *
     * @throws ProblemException 403 otherwise
     */
    public static void requireForChange(boolean mayChange) {
        if (!mayChange) {
            throw Problem.of(
                            403,
                            "not-permitted",
                            "This needs rights in the whole organisation; GET /api/v1/me tells"
                                    + " yours.")
                    .exception();
        }
    }

    /** The limits as the application asks them. */
    public Limits limits() {
        return caller.limits();
    }

    public boolean isWhole() {
        return limits().isUnrestricted();
    }

    /** The only KPIs that are seen; empty for all. */
    public Set<String> onlyKpis() {
        return limits().kpis();
    }

    public boolean seesKpi(String kpi) {
        return limits().includeKpi(kpi);
    }

    /** Whether a row is seen that counted in that value stream; null for none. */
    public boolean sees(String kpi, Scope scope, @Nullable String stream) {
        return seesKpi(kpi) && limits().include(scope, stream);
    }

    /** Whether something of the scope is seen on some day. */
    public boolean seesEver(Scope scope) {
        return limits().include(scope, null)
                || (scope instanceof Scope.Team(String key) && isOfMine(key));
    }

    /** Whether the value stream as a whole is seen. */
    public boolean seesStream(String stream) {
        return limits().everywhere() || limits().streams().contains(stream);
    }

    /** Whether it may be known that there is such a scope. */
    public boolean knows(Scope scope) {
        return seesEver(scope)
                || (scope instanceof Scope.Stream(String key) && streamsOfMyTeams().contains(key));
    }

    /** Whether teams and value streams are all seen. */
    public boolean seesStructure() {
        return limits().everywhere();
    }

    /** Every scope that may be known of, without the organisation. */
    public Set<Scope> known() {
        Set<Scope> known = new TreeSet<>();
        organisation.teams().keySet().stream()
                .map(Scope.Team::new)
                .filter(this::knows)
                .forEach(known::add);
        organisation.streams().keySet().stream()
                .map(Scope.Stream::new)
                .filter(this::knows)
                .forEach(known::add);
        return known;
    }

    private boolean isOfMine(String team) {
        Team known = organisation.teams().get(team);
        return known != null
                && known.memberships().stream()
                        .anyMatch(m -> limits().streams().contains(m.valueStream()));
    }

    private Set<String> streamsOfMyTeams() {
        Set<String> streams = new TreeSet<>();
        for (String key : limits().teams()) {
            Team team = organisation.teams().get(key);
            if (team != null) {
                team.memberships().forEach(m -> streams.add(m.valueStream()));
            }
        }
        return streams;
    }

    /** The same for PostgreSQL; {@link RowSecurity#NONE} for callers who see everything. */
    public RowSecurity seen() {
        return caller.limits().isUnrestricted() ? RowSecurity.NONE : narrowing();
    }

    private RowSecurity narrowing() {
        Limits limits = caller.limits();
        List<String> always = new ArrayList<>();
        limits.teams().forEach(team -> always.add("team:" + team));
        limits.streams().forEach(stream -> always.add("stream:" + stream));
        Set<String> ever = new TreeSet<>(always);
        List<String> spans = new ArrayList<>();
        for (Team team : organisation.teams().values()) {
            for (Membership m : team.memberships()) {
                if (limits.streams().contains(m.valueStream())) {
                    ever.add("team:" + team.key());
                    spans.add(
                            "team:%s|%s|%s"
                                    .formatted(
                                            team.key(),
                                            m.span().from(),
                                            m.span().to() == null ? "9999-12-31" : m.span().to()));
                }
            }
        }
        Set<String> named = new TreeSet<>(ever);
        streamsOfMyTeams().forEach(stream -> named.add("stream:" + stream));
        return new RowSecurity(
                Map.of(
                        "scopes", limits.everywhere() ? "*" : String.join(",", always),
                        "streams", String.join(",", limits.streams()),
                        "kpis", limits.kpis().isEmpty() ? "*" : String.join(",", limits.kpis()),
                        "spans", String.join(",", spans),
                        "ever", String.join(",", ever),
                        "named", String.join(",", named),
                        "actor", caller.actor()));
    }
}
