package io.effekt.kpi.application;

import io.effekt.kpi.domain.Definitions;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class DefinitionsView {
    public Definitions upTo(long seq) {
        return Definitions.EMPTY;
    }
}
