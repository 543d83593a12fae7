package io.effekt.access.keys;

import java.util.Set;

/** What there is that a key can be limited to: keys of teams, value streams and KPIs. */
public interface KnownScopes {
    Set<String> teams();

    Set<String> streams();

    Set<String> kpis();
}
