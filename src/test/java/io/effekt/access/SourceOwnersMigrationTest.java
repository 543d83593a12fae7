package io.effekt.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** A store that knew of no owners: each source belongs to the client that used it first. */
class SourceOwnersMigrationTest {
    private static final String STORED =
            """
            set effekt.scopes = '*';
            set effekt.kpis = '*';
            insert into source (name) values ('urn:shared'), ('jira'), ('urn:topic'), ('urn:late');
            insert into measurement (part, seq, recorded_at, series_id, source_id, id, kind,
                observed_at, decided_at, import_id, actor, kafka_offset, chain_hash)
            select p, q, t::timestamptz, 1, (select id from source where name = s), q || s, 0,
                t::timestamptz, 1, gen_random_uuid(), a, 0, ''
            from (values (3, 1, '2026-03-02Z', 'urn:shared', 'second'),
                (0, 1, '2026-03-03Z', 'urn:shared', 'third'),
                (7, 9, '2026-03-01Z', 'urn:shared', 'first'),
                (7, 10, '2026-03-04Z', 'urn:shared', 'first'),
                (1, 1, '2026-03-01Z', 'jira', 'jira'),
                (1, 2, '2026-03-02Z', 'jira', 'somebody-else'),
                (2, 1, '2026-03-05Z', 'urn:topic', 'kafka'),
                (2, 2, '2026-03-06Z', 'urn:late', 'counted-later')) m(p, q, t, s, a);
            insert into measurement_held (part, epoch, kafka_offset, received_at, source, id, kpi,
                scope, cause, request_id, import_id, actor, body)
            select 0, 0, o, t::timestamptz, s, 'h' || o, 'k', 'org', 'unknown_kpi',
                gen_random_uuid(), gen_random_uuid(), a, ''
            from (values (1, '2026-03-05Z', 'urn:late', 'held-first'),
                (2, '2026-03-05Z', 'urn:held', 'held-only')) h(o, t, s, a);
            insert into measurement_rejected (received_at, actor, code, detail, body)
            values (now(), 'red', 'scope_mismatch', 'It was measured for blue at team:blue.', '');
            """;

    @Test
    void whoUsedASourceFirstOwnsIt() throws Exception {
        try (EmbeddedServers servers =
                EmbeddedServers.start(
                        TestServers.freshFolder("source-owners"),
                        EnumSet.of(EmbeddedServers.Part.POSTGRES))) {
            DatabaseAccess access = servers.database();
            migration(access).target("13").load().migrate();
            try (Connection connection =
                            DriverManager.getConnection(
                                    access.jdbcUrl(),
                                    access.owner().user(),
                                    access.owner().password());
                    Statement statement = connection.createStatement()) {
                statement.execute("set search_path = effekt");
                statement.execute("select make_measurement_partitions('2026-03-01', 1)");
                statement.execute(STORED);

                migration(access).load().migrate();

                assertEquals(
                        List.of(
                                "urn:held held-only",
                                "urn:late held-first",
                                "urn:shared first",
                                "urn:topic kafka"),
                        texts(
                                statement,
                                """
                                select source || ' ' || array_to_string(clients, ',')
                                from source_owner where version = 0 and seq = 0 order by source
                                """));
                assertEquals(
                        List.of(
                                "It was measured for another KPI or scope: retract it and send it"
                                        + " anew."),
                        texts(statement, "select detail from measurement_rejected"));
            }
        }
    }

    private static List<String> texts(Statement statement, String sql) throws Exception {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
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
