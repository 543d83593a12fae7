package io.effekt.faults;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.faults.World.Cell;
import io.effekt.faults.World.Figure;
import io.effekt.faults.World.Sums;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks into the store itself, as the schema's owner: never through the service that is checked,
 * and never at a projection.
 */
final class StoreCheck {
    private static final String HOLES =
            """
            select count(*) from (
                select h.part from log_head h left join measurement m on m.part = h.part
                where h.part >= 0 group by h.part, h.seq
                having count(m.seq) <> h.seq or coalesce(max(m.seq), 0) <> h.seq
                    or count(distinct m.seq) <> count(m.seq) or coalesce(min(m.seq), 1) <> 1) x
            """;
    private static final String SUMS =
            """
            select s.kpi, s.scope, to_char(m.observed_at at time zone 'Europe/Oslo', 'YYYY-MM'),
                count(*), sum(m.value), sum(m.value * m.weight), sum(m.weight), sum(m.numerator),
                sum(m.denominator)
            from measurement m join series s on s.id = m.series_id
            where m.kind = 0 group by 1, 2, 3
            """;

    private final Connection connection;

    StoreCheck(Connection connection) {
        this.connection = connection;
    }

    /** A connection with the rights of the schema's owner. */
    static Connection owner(DatabaseAccess access) throws SQLException {
        Connection connection =
                DriverManager.getConnection(
                        access.jdbcUrl(), access.owner().user(), access.owner().password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = effekt");
            // What row-level security asks of everybody who is not the service.
            statement.execute("set effekt.scopes = '*'");
            statement.execute("set effekt.kpis = '*'");
        }
        return connection;
    }

    /**
     * What is wrong; all zero when nothing is.
     *
     * @param lost acknowledged, and not in the log
     * @param twice ids that are more than once in the log
     * @param unknownTwice those of them whose answer was unknown once
     * @param phantom in the log, and never sent
     * @param holes partitions whose positions are not 1, 2, 3 … up to the head
     * @param wrongSums cells of teams whose numbers are not those that were sent
     */
    record Report(int lost, int twice, int unknownTwice, int phantom, long holes, int wrongSums) {
        static final Report CLEAN = new Report(0, 0, 0, 0, 0, 0);
    }

    Report check(World world, Set<Integer> acknowledged, Set<Integer> unknown) throws SQLException {
        Map<String, Integer> stored = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from measurement")) {
            while (rows.next()) {
                stored.merge(rows.getString(1), 1, Integer::sum);
            }
        }
        Set<String> all = new HashSet<>();
        int lost = 0;
        int unknownTwice = 0;
        for (int batch = 0; batch < world.batches(); batch++) {
            for (String id : world.ids(batch)) {
                all.add(id);
                int times = stored.getOrDefault(id, 0);
                lost += times == 0 && acknowledged.contains(batch) ? 1 : 0;
                unknownTwice += times > 1 && unknown.contains(batch) ? 1 : 0;
            }
        }
        int twice = (int) stored.values().stream().filter(times -> times > 1).count();
        int phantom = (int) stored.keySet().stream().filter(id -> !all.contains(id)).count();
        return new Report(lost, twice, unknownTwice, phantom, count(HOLES), wrongSums(world));
    }

    private int wrongSums(World world) throws SQLException {
        Map<Cell, Sums> expected = new TreeMap<>(world.truth());
        expected.keySet().removeIf(cell -> !cell.scope().startsWith("team:"));
        int wrong = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SUMS)) {
            while (rows.next()) {
                Cell cell = new Cell(rows.getString(1), rows.getString(2), rows.getString(3));
                Sums sent = expected.remove(cell);
                if (sent == null || rows.getLong(4) != sent.n() || !same(rows, sent)) {
                    wrong++;
                }
            }
        }
        return wrong + expected.size();
    }

    private static boolean same(ResultSet rows, Sums sent) throws SQLException {
        int over =
                switch (sent.figure()) {
                    case TOTAL -> 5;
                    case MEAN -> 6;
                    case SHARE -> 8;
                };
        boolean same = equal(rows.getBigDecimal(over), sent.over());
        return sent.figure() == Figure.TOTAL
                ? same
                : same && equal(rows.getBigDecimal(over + 1), sent.under());
    }

    private static boolean equal(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) == 0;
    }

    /** The one number that a query answers. */
    long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Where the log says that each partition goes on. */
    Map<Integer, Long> offsets() throws SQLException {
        Map<Integer, Long> offsets = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select part, kafka_offset from log_head where part >= 0")) {
            while (rows.next()) {
                offsets.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return offsets;
    }
}
