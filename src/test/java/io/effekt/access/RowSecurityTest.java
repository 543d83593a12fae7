package io.effekt.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.database.RowSecurity;
import io.effekt.database.Tx;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.SmallPool;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class RowSecurityTest {
    @Inject Database database;

    private final String random = UUID.randomUUID().toString().substring(0, 8);
    private final String stream = "rs" + random;
    private final String mine = "rm" + random;
    private final String other = "ro" + random;
    private final String kpi = "rk" + random;

    @BeforeEach
    void world() {
        Defined.stream(stream);
        Defined.team(mine, stream);
        Defined.team(other, stream);
        Defined.kpi(kpi, Defined.SUM);
        Measured.number(kpi, "team:" + mine, "2026-01", "5");
        Measured.number(kpi, "team:" + other, "2026-01", "6");
    }

    @Test
    void theServiceIsHeldToThePolicies() {
        Row row =
                database.query(
                                """
                                select row_security_active('measurement'),
                                    (select rolsuper or rolbypassrls from pg_roles
                                        where rolname = current_user),
                                    (select bool_and(relforcerowsecurity) from pg_class
                                        where relnamespace = 'effekt'::regnamespace
                                        and relname in ('measurement', 'kpi_status',
                                            'kpi_status_history', 'period_bucket')),
                                    (select tableowner <> current_user from pg_tables
                                        where tablename = 'kpi_status' and schemaname = 'effekt')
                                """)
                        .iterator()
                        .next();
        assertTrue(row.getBoolean(0), "the policies are not asked");
        assertEquals(false, row.getBoolean(1), "the role bypasses them");
        assertTrue(row.getBoolean(2), "not forced");
        assertTrue(row.getBoolean(3), "the service owns the tables");
    }

    /** Tables that the service may read and that no policy guards, and why. */
    private static final Map<String, String> WITHOUT =
            Map.ofEntries(
                    Map.entry("api_key_use", "public parts of keys and times"),
                    Map.entry("bi_grant", "a policy of its own: its owner writes it"),
                    Map.entry("bi_language", "one setting"),
                    Map.entry("calendar_day", "days"),
                    Map.entry("command_outcome", "read by the id of a command, for its sender"),
                    Map.entry("command_rejected", "read by no request"),
                    Map.entry("dirty_mark", "work of the evaluator"),
                    Map.entry("flyway_schema_history", "migrations"),
                    Map.entry("import_span", "sequences; the rows there are guarded"),
                    Map.entry("log_epoch", "of whole partitions"),
                    Map.entry("log_head", "of whole partitions"),
                    Map.entry("measurement_identity", "hashes of ids; the rows are guarded"),
                    Map.entry("measurement_link", "sequences; the rows there are guarded"),
                    Map.entry("person_erased", "ids that say nothing"),
                    Map.entry("publisher", "offsets of outboxes"),
                    Map.entry("rebucket_order", "work of the service"),
                    Map.entry("series", "a dictionary; what was measured is guarded"),
                    Map.entry("service_secret", "read by no request"),
                    Map.entry("source", "a dictionary; what was measured is guarded"),
                    Map.entry("store_identity", "of the whole store"));

    @Test
    void everyTableThatTheServiceReadsIsGuardedOrNamedWithTheReason() {
        Set<String> without = new TreeSet<>();
        List<String> halfway = new ArrayList<>();
        int guarded = 0;
        for (Row row :
                database.query(
                        """
                        select c.relname, c.relrowsecurity, c.relforcerowsecurity,
                            exists (select from pg_policy p where p.polrelid = c.oid)
                        from pg_class c
                        where c.relnamespace = 'effekt'::regnamespace and c.relkind in ('r', 'p')
                            and has_table_privilege(c.oid, 'select, insert, update, delete')
                        """)) {
            boolean isForced = row.getBoolean(1) && row.getBoolean(2) && row.getBoolean(3);
            boolean isNone = !row.getBoolean(1) && !row.getBoolean(2);
            if (isForced) {
                guarded++;
            } else if (isNone || row.getString(0).equals("bi_grant")) {
                without.add(row.getString(0));
            } else {
                halfway.add(row.getString(0));
            }
        }
        assertEquals(List.of(), halfway, "with policies that are not forced");
        without.removeAll(WITHOUT.keySet());
        assertEquals(Set.of(), without, "guard them, or name them above with the reason");
        assertTrue(guarded >= 14, "guarded " + guarded);
    }

    @Test
    void whatIsNarrowedIsNarrowedForItsTransactionAlone() {
        for (String table : new String[] {"kpi_status", "kpi_status_history", "period_bucket"}) {
            String count =
                    "select count(*) from "
                            + table
                            + " where kpi = $1 and scope <> $2 and period_start = '2026-01-01'";
            assertTrue(count(count, kpi, "org") > 1, table);
            assertEquals(
                    1L,
                    database.<Long>seenBy(
                            only(mine),
                            tx -> tx.query(count, kpi, "org").iterator().next().getLong(0)),
                    table);
            assertTrue(count(count, kpi, "org") > 1, table);
        }
        String measured =
                "select count(*) from measurement m join series s on s.id = m.series_id where s.kpi = $1";
        assertEquals(2L, count(measured, kpi));
        assertEquals(
                1L,
                database.<Long>seenBy(
                        only(mine), tx -> tx.query(measured, kpi).iterator().next().getLong(0)));
    }

    @Test
    void theNextOneOnTheSameConnectionSeesWhatIsItsOwn() {
        String count = "select count(*) from kpi_status where kpi = $1 and scope like 'team:%'";
        try (SmallPool pool = new SmallPool("effekt.database")) {
            Database one = pool.database();
            int process = one.query("select pg_backend_pid()").iterator().next().getInteger(0);
            for (int turn = 0; turn < 20; turn++) {
                String team = turn % 2 == 0 ? mine : other;
                assertEquals(1L, one.<Long>seenBy(only(team), tx -> number(tx, count)));
                if (turn % 3 == 0) {
                    assertThrows(
                            PgException.class,
                            () -> one.seenBy(only(team), tx -> tx.query("select 1 / 0")));
                }
                if (turn % 5 == 0) {
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    one.seenBy(
                                            only(team),
                                            tx -> {
                                                throw new IllegalStateException("in its middle");
                                            }));
                }
                assertEquals(2L, one.query(count, kpi).iterator().next().getLong(0));
            }
            assertEquals(
                    process,
                    one.query("select pg_backend_pid()").iterator().next().getInteger(0),
                    "it was not the same connection");
        }
    }

    private long number(Tx tx, String count) {
        return tx.query(count, kpi).iterator().next().getLong(0);
    }

    @Test
    void whoSaysNothingSeesNothing() {
        String count = "select count(*) from kpi_status where kpi = $1";
        assertEquals(
                0L,
                database.<Long>seenBy(
                        new RowSecurity(Map.of("scopes", "", "kpis", "")),
                        tx -> tx.query(count, kpi).iterator().next().getLong(0)));
    }

    @Test
    void whatIsNotSeenIsNotWrittenEither() {
        PgException refused =
                assertThrows(
                        PgException.class,
                        () ->
                                database.seenBy(
                                        only(mine),
                                        tx ->
                                                tx.query(
                                                        "insert into status_change (kpi, scope, number,"
                                                                + " to_status, changed_at, position)"
                                                                + " values ($1, $2, 1000, 'none', now(), '')",
                                                        kpi,
                                                        "team:" + other)));
        assertEquals("42501", refused.getSqlState());
        assertEquals(
                0,
                database.<Integer>seenBy(
                        only(mine),
                        tx ->
                                tx.query(
                                                "update kpi_status set value = 0 where kpi = $1 and scope = $2",
                                                kpi,
                                                "team:" + other)
                                        .rowCount()));
    }

    private long count(String sql, Object... parameters) {
        return database.query(sql, parameters).iterator().next().getLong(0);
    }

    private static RowSecurity only(String team) {
        return new RowSecurity(
                Map.of(
                        "scopes", "team:" + team,
                        "streams", "",
                        "kpis", "*",
                        "spans", "",
                        "ever", "team:" + team,
                        "named", "team:" + team,
                        "actor", "nobody"));
    }
}
