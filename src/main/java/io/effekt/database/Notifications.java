package io.effekt.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears what PostgreSQL's {@code NOTIFY} says, on one connection that is opened again whenever it
 * breaks. A notification may be missed while it is away: each listener is called once more, with an
 * empty text, after each opening and then every two seconds, and looks for itself.
 */
@ApplicationScoped
public class Notifications {
    private static final Logger LOG = Logger.getLogger(Notifications.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Pool pool;
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;
    private @Nullable Thread thread;

    public Notifications(Pool pool) {
        this.pool = pool;
    }

    /** Calls the listener, on a virtual thread, with each text on the channel. */
    public void on(String channel, Consumer<String> listener) {
        listeners.computeIfAbsent(channel, c -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** Late, so that listeners have registered. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        thread = Thread.ofVirtual().name("effekt-notifications").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
        callers.shutdown();
    }

    private void run() {
        while (!stopping) {
            try {
                SqlConnection connection = pool.getConnection().await().atMost(ANSWER);
                try {
                    listen(connection);
                } finally {
                    connection.close().onFailure().recoverWithNull().await().atMost(ANSWER);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!stopping) {
                    LOG.warnf("event=notifications_lost cause=%s", e.getMessage());
                }
            }
            if (!stopping && !sleep()) {
                return;
            }
        }
    }

    private void listen(SqlConnection connection) throws InterruptedException {
        PgConnection postgres = PgConnection.cast(connection);
        postgres.notificationHandler(heard -> call(heard.getChannel(), heard.getPayload()));
        Set<String> open = new HashSet<>();
        while (!stopping) {
            for (String channel : listeners.keySet()) {
                if (open.add(channel)) {
                    connection.query("listen " + channel).execute().await().atMost(ANSWER);
                }
            }
            listeners.keySet().forEach(channel -> call(channel, ""));
            Thread.sleep(LOOK);
            // Also finds out that the connection is half open, where nobody would ever answer.
            connection.query("select 1").execute().await().atMost(ANSWER);
        }
        connection.query("unlisten *").execute().await().atMost(ANSWER);
    }

    private void call(String channel, String text) {
        if (stopping) {
            return;
        }
        for (Consumer<String> listener : listeners.getOrDefault(channel, List.of())) {
            callers.execute(() -> {
                try {
                    listener.accept(text);
                } catch (RuntimeException e) {
                    LOG.warnf(
                            "event=notification_failed channel=%s cause=%s",
                            channel, e.getMessage());
                }
            });
        }
    }

    private static boolean sleep() {
        try {
            Thread.sleep(500);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
