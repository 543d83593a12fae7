package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.resource.ResourceView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The definitions in the memory of this instance, as any position of the decision log left them.
 *
 * <p>{@link #current}, {@link #seq} and {@link #catchUp} never block. All others may read the log.
 */
@ApplicationScoped
public class DefinitionsView {
    private final ResourceView view;

    public DefinitionsView(ResourceView view) {
        this.view = view;
    }

    /** The newest definitions that this instance knows. */
    public Definitions current() {
        return view.current().of(Definitions.class);
    }

    /** The last decision that {@link #current} holds. */
    public long seq() {
        return view.seq();
    }

    /** Reads on to what is committed anywhere by now. Costs a look at one row. */
    public Uni<Void> catchUp() {
        return view.catchUp();
    }

    /** The definitions as that decision left them; reads on when this instance is behind. */
    public Definitions upTo(long seq) {
        return view.upTo(seq).of(Definitions.class);
    }

    /** Like {@link #upTo(long)}, on a connection that the caller has already. */
    public Definitions upTo(Tx tx, long seq) {
        return view.upTo(tx, seq).of(Definitions.class);
    }

    /** The definitions as a decision of any time left them. */
    public Definitions at(long seq) {
        return view.at(seq).of(Definitions.class);
    }
}
