package io.effekt.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A read of one session that ends when its client goes. Like {@link Watched}, but Hibernate does
 * not say how its connection is cancelled from outside: another connection of the pool asks for it.
 * While the pool is used up that has to wait, and the limit of time ends the statement.
 */
final class WatchedSession {
    private static final Logger LOG = Logger.getLogger(WatchedSession.class);

    private final Mutiny.Session session;
    private final Departure departure;
    private final Database database;
    private final Context context;
    private @Nullable Runnable cancel;
    private volatile boolean gone;
    private volatile boolean ended;
    private volatile CompletableFuture<?> cancelled = CompletableFuture.completedFuture(null);

    /** Belongs to the context that it is made on, like the session. */
    WatchedSession(Mutiny.Session session, Departure departure, Database database) {
        this.session = session;
        this.departure = departure;
        this.database = database;
        context = Objects.requireNonNull(Vertx.currentContext());
    }

    /** From now on what that process of PostgreSQL does is cancelled when the client goes. */
    void begin(String process) {
        Runnable todo = () -> cancel(Integer.parseInt(process));
        cancel = todo;
        departure.then(todo);
    }

    /** What is cancelled between two statements would not be noticed. */
    void check() {
        if (gone) {
            throw new ReadStopped(ReadStopped.Reason.CLIENT_GONE);
        }
    }

    /** {@link ReadStopped} when the statement was cancelled, by somebody or by its timeout. */
    Throwable failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && Watched.CANCELLED.equals(sql.getSQLState())) {
                return new ReadStopped(
                        gone ? ReadStopped.Reason.CLIENT_GONE : ReadStopped.Reason.TOO_LONG);
            }
        }
        return failure;
    }

    /**
     * Waits until a cancellation has arrived, and takes it in: the next user of the connection is
     * not hit by it.
     */
    Uni<Void> end() {
        ended = true;
        if (cancel != null) {
            departure.forget(cancel);
        }
        return gone
                ? Uni.createFrom()
                        .completionStage(cancelled)
                        .emitOn(todo -> context.runOnContext(nothing -> todo.run()))
                        .chain(() -> settle(3))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> settle(int tries) {
        return works().chain(works ->
                works || tries == 1 ? Uni.createFrom().voidItem() : settle(tries - 1));
    }

    private Uni<Boolean> works() {
        return session.createNativeQuery("select 1", Integer.class)
                .getSingleResult()
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false);
    }

    /** Until the read has ended: between two statements a cancellation is lost. */
    private void cancel(int process) {
        gone = true;
        cancelled =
                database.ask("select pg_cancel_backend($1)", process)
                        .onFailure()
                        .invoke(e -> LOG.warnf("event=read_not_cancelled cause=%s", e.getMessage()))
                        .onFailure()
                        .recoverWithNull()
                        .repeat()
                        .withDelay(Watched.AGAIN)
                        .whilst(asked -> !ended)
                        .collect()
                        .last()
                        .subscribeAsCompletionStage();
    }
}
