package io.effekt.kpi.application.query;

import io.effekt.access.CurrentCaller;
import io.effekt.access.Limits;
import io.effekt.database.Database;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.organization.Organisation;
import io.effekt.resource.ResourceId;
import io.quarkus.test.junit.QuarkusMock;
import org.jspecify.annotations.Nullable;

/** The application's own checks, switched off: what then keeps somebody out is the database. */
public final class AllSeeing extends Visibility {
    private AllSeeing(CurrentCaller caller, Organisation organisation) {
        super(caller.get(), organisation);
    }

    /** Until the test ends. */
    public static void install(
            CurrentCaller caller, DefinitionsView definitions, Database database) {
        QuarkusMock.installMockForType(
                new CallerVisibility(caller, definitions, database) {
                    @Override
                    public Visibility now() {
                        return new AllSeeing(caller, definitions.current().organisation());
                    }
                },
                CallerVisibility.class);
    }

    @Override
    public Limits limits() {
        return Limits.NONE;
    }

    @Override
    public boolean knows(Scope scope) {
        return true;
    }

    @Override
    public boolean knows(ResourceId subject) {
        return true;
    }

    @Override
    public boolean sees(String kpi, Scope scope, @Nullable String stream) {
        return true;
    }
}
