package io.effekt.testing;

import io.effekt.database.Database;
import io.effekt.database.Departures;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** A pool of one connection to the database of the service under test. */
public final class SmallPool implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final io.vertx.sqlclient.Pool pool;

    /**
     * @param role {@code effekt.database} for the service's, {@code effekt.database.owner}
     */
    public SmallPool(String role) {
        Config config = ConfigProvider.getConfig();
        PgConnectOptions options =
                PgConnectOptions.fromUri(config.getValue("effekt.database.url", String.class))
                        .setUser(config.getValue(role + ".user", String.class))
                        .setPassword(config.getValue(role + ".password", String.class))
                        .setCachePreparedStatements(true)
                        .addProperty("search_path", "effekt")
                        .addProperty("effekt.scopes", "*")
                        .addProperty("effekt.kpis", "*");
        pool =
                PgBuilder.pool()
                        .with(new PoolOptions().setMaxSize(1))
                        .connectingTo(options)
                        .using(vertx)
                        .build();
    }

    public Database database() {
        return new Database(Pool.newInstance(pool));
    }

    /** One that reads for clients who may go. */
    public Database database(Departures departures, Duration longest) {
        String url = ConfigProvider.getConfig().getValue("effekt.database.url", String.class);
        return new Database(Pool.newInstance(pool), departures, url, longest);
    }

    @Override
    public void close() {
        pool.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
