package io.effekt.kpi.application.query;

import io.effekt.access.CurrentCaller;
import io.effekt.access.Limits;
import io.effekt.database.Database;
import io.effekt.kernel.Scope;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Organisation;
import io.effekt.organization.Visibility;
import io.effekt.resource.ResourceView;
import io.quarkus.test.junit.QuarkusMock;
import org.jspecify.annotations.Nullable;

/** The application's own checks, switched off: what then keeps somebody out is the database. */
public final class AllSeeing extends Visibility {
    private AllSeeing(CurrentCaller caller, Organisation organisation) {
        super(caller.get(), organisation);
    }

    /** Until the test ends. */
    public static void install(CurrentCaller caller, ResourceView resources, Database database) {
        QuarkusMock.installMockForType(
                new CallerVisibility(caller, resources, database) {
                    @Override
                    public Visibility now() {
                        return new AllSeeing(caller, resources.current().of(Organisation.class));
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
    public boolean sees(String kpi, Scope scope, @Nullable String stream) {
        return true;
    }
}
