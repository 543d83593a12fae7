package io.effekt.bi;

import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.embedded.DatabaseAccess;
import io.effekt.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody who reads the views as a database role of their own. */
public final class SqlReader implements AutoCloseable {
    private final Connection connection;

    private SqlReader(Connection connection) {
        this.connection = connection;
    }

    /**
     * A new role.
     *
     * @param settings JSON, what it sees; null for one that was granted nothing but what everybody
     *     who reads is
     */
    public static SqlReader granted(@Nullable String settings) throws SQLException {
        DatabaseAccess access = TestServers.shared().database();
        String role = "r" + UUID.randomUUID().toString().substring(0, 8);
        TestServers.asSuperuser("create role " + role + " login password '" + role + "'");
        try (Connection owner =
                        DriverManager.getConnection(
                                access.jdbcUrl(),
                                access.owner().user(),
                                access.owner().password());
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "select effekt.grant_bi('%s', '%s')"
                            .formatted(role, settings == null ? "{}" : settings));
            if (settings == null) {
                statement.execute("delete from effekt.bi_grant where role_name = '" + role + "'");
            }
        }
        return new SqlReader(DriverManager.getConnection(access.jdbcUrl(), role, role));
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column. */
    public List<String> column(String sql) throws SQLException {
        List<String> cells = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                cells.add(String.valueOf(rows.getString(1)));
            }
        }
        return cells;
    }

    /** The SQLSTATE that this ends with; empty where nothing is wrong with it. */
    String refused(String sql) {
        try {
            run(sql);
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }

    /** The view of a set, in the order of its key. */
    List<List<String>> rows(Dataset set) throws SQLException {
        String columns = set.columns().stream().map(Column::sql).collect(Collectors.joining(","));
        String key = set.key().stream().map(Column::sql).collect(Collectors.joining(","));
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "select %s from %s order by %s"
                                        .formatted(columns, set.view(), key))) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < set.columns().size(); i++) {
                    row.add(cell(set.columns().get(i), found, i + 1));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String cell(Column column, ResultSet row, int at) throws SQLException {
        return switch (column.type()) {
            case MOMENT -> {
                OffsetDateTime moment = row.getObject(at, OffsetDateTime.class);
                yield BiReading.cell(column, moment == null ? null : moment.toInstant().toString());
            }
            case BOOLEAN -> {
                boolean value = row.getBoolean(at);
                yield BiReading.cell(column, row.wasNull() ? null : Boolean.toString(value));
            }
            case TEXT, DAY, INTEGER, LONG, DECIMAL, DOUBLE ->
                    BiReading.cell(column, row.getString(at));
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
