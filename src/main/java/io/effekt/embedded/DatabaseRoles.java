package io.effekt.embedded;

import io.effekt.embedded.DatabaseAccess.Credentials;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;

/** Makes the roles, the database and its schema; what is there already stays. */
final class DatabaseRoles {
    /**
     * Lets the owner of the schema set how sessions of a role that it lets read begin, and nothing
     * else of it: who owns a schema may alter no roles.
     */
    private static final List<String> LIMIT_READER =
            List.of(
                    "create schema if not exists effekt_server",
                    """
                    create or replace function effekt_server.limit_reader(
                        reader text, setting text, value text)
                    returns void language plpgsql security definer set search_path = pg_catalog as $$
                    begin
                        if setting not in ('search_path', 'default_transaction_read_only',
                                'statement_timeout')
                            or reader in ('%1$s', '%2$s')
                            or (select rolsuper from pg_roles where rolname = reader) then
                            raise insufficient_privilege;
                        end if;
                        execute format('alter role %%I in database %%I set %%I = %%L', reader,
                            current_database(), setting, value);
                    end $$
                    """,
                    "revoke all on function effekt_server.limit_reader from public",
                    "grant usage on schema effekt_server to %1$s",
                    "grant execute on function effekt_server.limit_reader to %1$s");

    private final DatabaseAccess access;
    private final Credentials superuser;

    DatabaseRoles(int port, DatabaseSecrets secrets) {
        access = secrets.access(port);
        superuser = secrets.superuser();
    }

    /** Asks the server for something; an {@link EmbeddedServersException} when it fails. */
    void ping() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void ensure() {
        try (Connection connection = connect("postgres")) {
            ensureRole(connection, access.owner());
            ensureRole(connection, access.app());
            ensureRole(connection, access.reader());
            ensureReader(connection);
            ensureDatabase(connection);
        } catch (SQLException e) {
            throw failed(e);
        }
        try (Connection connection = connect(access.database());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create schema if not exists effekt authorization " + access.owner().user());
            for (String sql : LIMIT_READER) {
                statement.execute(sql.formatted(access.owner().user(), access.app().user()));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void ensureRole(Connection connection, Credentials role) throws SQLException {
        boolean there = exists(connection, "select 1 from pg_roles where rolname = ?", role.user());
        try (Statement statement = connection.createStatement()) {
            // Also when it is there: the file of passwords is what counts.
            statement.execute(
                    "%s role %s login nosuperuser nocreatedb nocreaterole password '%s'"
                            .formatted(there ? "alter" : "create", role.user(), role.password()));
        }
    }

    /** It reads and no more, and nobody waits for it for ever. */
    private void ensureReader(Connection connection) throws SQLException {
        String reader = "alter role " + access.reader().user();
        try (Statement statement = connection.createStatement()) {
            statement.execute(reader + " connection limit 20");
            statement.execute(reader + " set search_path = bi");
            statement.execute(reader + " set default_transaction_read_only = on");
            statement.execute(reader + " set statement_timeout = '60s'");
        }
    }

    private void ensureDatabase(Connection connection) throws SQLException {
        String name = access.database();
        if (exists(connection, "select 1 from pg_database where datname = ?", name)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create database %s owner %s".formatted(name, access.owner().user()));
            statement.execute("revoke all on database %s from public".formatted(name));
            statement.execute(
                    "grant connect on database %s to %s".formatted(name, access.app().user()));
        }
    }

    private static boolean exists(Connection connection, String sql, String name)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", superuser.user());
        properties.setProperty("password", superuser.password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "30");
        String url = "jdbc:postgresql://%s:%d/%s".formatted(access.host(), access.port(), database);
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver does not know " + url);
        }
        return connection;
    }

    private EmbeddedServersException failed(SQLException e) {
        return new EmbeddedServersException(
                "The embedded PostgreSQL on port %d does not do as told (%s)."
                        .formatted(access.port(), e.getMessage()),
                e);
    }
}
