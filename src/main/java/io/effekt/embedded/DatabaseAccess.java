package io.effekt.embedded;

/**
 * How to reach the database.
 *
 * @param host host name or address
 * @param port TCP port
 * @param database name of the database
 * @param owner role that owns the schema and runs the migrations
 * @param app role of the service itself
 * @param reader role of BI tools that read the views by SQL
 */
public record DatabaseAccess(
        String host,
        int port,
        String database,
        Credentials owner,
        Credentials app,
        Credentials reader) {
    /** A role and its password. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** For JDBC: {@code jdbc:postgresql://…}, without user and password. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** For the reactive client: {@code postgresql://…}, without user and password. */
    public String reactiveUrl() {
        return "postgresql://" + host + ":" + port + "/" + database;
    }
}
