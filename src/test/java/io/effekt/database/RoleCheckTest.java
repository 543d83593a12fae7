package io.effekt.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.EffektTestResource;
import io.effekt.testing.SmallPool;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class RoleCheckTest {
    @Inject Database database;

    @Test
    void theServicesRoleIsHeldToThePolicies() {
        assertEquals(Optional.empty(), RoleCheck.problem(database));
    }

    @Test
    void whoOwnsTheTablesIsNoRoleToWorkWith() {
        try (SmallPool owner = new SmallPool("effekt.database.owner")) {
            IllegalStateException refused =
                    assertThrows(
                            IllegalStateException.class,
                            () -> new RoleCheck(owner.database()).start(new StartupEvent()));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("EFFEKT_DATABASE_OWNER_USER"),
                    refused.getMessage());
        }
    }
}
