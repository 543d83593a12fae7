package io.effekt.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DatabaseWatchTest {
    @Test
    void aDatabaseThatIsAwayIsToldOnceThatHasLasted() throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        Pool pool = PgBuilder.pool().connectingTo(nobodyThere()).using(vertx).build();
        DatabaseWatch watch = new DatabaseWatch(pool);
        watch.start(new StartupEvent());
        try {
            assertEquals(Optional.empty(), watch.trouble());
            Awaitility.await("told")
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            watch.trouble()
                                    .filter(t -> t.startsWith("The database does not answer. For "))
                                    .isPresent());
        } finally {
            watch.stop(new ShutdownEvent());
            pool.closeAndForget();
            vertx.closeAndForget();
        }
    }

    private static PgConnectOptions nobodyThere() throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            return new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(closed.getLocalPort())
                    .setDatabase("none")
                    .setUser("none");
        }
    }
}
