package io.effekt.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.testing.TestServers;
import java.util.EnumSet;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** A migration may stop at any version, and go on from there. */
class MigrationStopsTest {
    @Test
    void everyVersionIsOneToStopAt() {
        try (EmbeddedServers servers =
                EmbeddedServers.start(
                        TestServers.freshFolder("migration-stops"),
                        EnumSet.of(EmbeddedServers.Part.POSTGRES))) {
            DatabaseAccess access = servers.database();
            MigrationInfo[] versions = migration(access).load().info().pending();
            assertTrue(versions.length > 10, "the migrations are found");
            for (MigrationInfo version : versions) {
                assertEquals(
                        1,
                        migration(access)
                                .target(version.getVersion())
                                .load()
                                .migrate()
                                .migrationsExecuted,
                        version.getDescription());
            }
        }
    }

    private static FluentConfiguration migration(DatabaseAccess access) {
        return Flyway.configure()
                .dataSource(access.jdbcUrl(), access.owner().user(), access.owner().password())
                .schemas("effekt")
                .defaultSchema("effekt")
                .placeholders(
                        Map.of(
                                "appRole",
                                access.app().user(),
                                "reader",
                                access.reader().user(),
                                "language",
                                "en"));
    }
}
