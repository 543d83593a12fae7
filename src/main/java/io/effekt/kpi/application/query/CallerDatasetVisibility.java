package io.effekt.kpi.application.query;

import io.effekt.database.Tx;
import io.effekt.dataset.DatasetVisibility;
import io.effekt.kernel.Scope;
import io.effekt.organization.CallerVisibility;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sets are seen by the same limits as everything else. */
@ApplicationScoped
public class CallerDatasetVisibility implements DatasetVisibility {
    private final CallerVisibility caller;
    private final NameCheck names;

    public CallerDatasetVisibility(CallerVisibility caller, NameCheck names) {
        this.caller = caller;
        this.names = names;
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        return caller.read(work);
    }

    @Override
    public <T> T readOnOneSnapshot(Function<Tx, T> work) {
        return caller.readOnOneSnapshot(work);
    }

    @Override
    public Set<String> onlyKpis() {
        return caller.now().onlyKpis();
    }

    @Override
    public String fingerprint() {
        return caller.now().seen().json();
    }

    @Override
    public void requireKpi(@Nullable String kpi) {
        names.requireKpi(kpi);
    }

    @Override
    public void requireScope(@Nullable Scope scope) {
        names.requireScope(scope);
    }
}
