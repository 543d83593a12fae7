package io.effekt.kpi.application;

import io.effekt.access.keys.KnownScopes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** What is defined as this instance knows it; retired ones count. */
@ApplicationScoped
public class DefinedNow implements KnownScopes {
    private final DefinitionsView definitions;

    public DefinedNow(DefinitionsView definitions) {
        this.definitions = definitions;
    }

    @Override
    public Set<String> teams() {
        return definitions.current().organisation().teams().keySet();
    }

    @Override
    public Set<String> streams() {
        return definitions.current().organisation().streams().keySet();
    }

    @Override
    public Set<String> kpis() {
        return definitions.current().kpis().keySet();
    }
}
