package io.effekt.database;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Reads of entities, with Hibernate Reactive: what is read now and then, one row or a page at a
 * time (ADR 12). Entities are for reading only. For a request a read ends when the client goes, or
 * when a statement takes longer than is let: {@link ReadStopped}.
 */
@ApplicationScoped
public class EntityReads {
    private static final String BEGIN =
            "select cast(pg_backend_pid() as text) from set_config('statement_timeout', :limit, true)";
    private static final String NARROW = RowSecurity.set(":settings");

    private final Mutiny.SessionFactory sessions;
    private final Database database;
    private final Departures departures;
    private final String limit;

    /**
     * @param departures tells when the client of a request goes
     * @param longest how long one statement of a read for a request may take
     */
    public EntityReads(
            Mutiny.SessionFactory sessions,
            Database database,
            Departures departures,
            @ConfigProperty(name = "effekt.database.read-timeout") Duration longest) {
        this.sessions = sessions;
        this.database = database;
        this.departures = departures;
        limit = Long.toString(longest.toMillis());
    }

    /** In a transaction that sees no more than that. */
    public <T> Uni<T> read(RowSecurity seen, Function<Mutiny.Session, Uni<T>> work) {
        Optional<Departure> departure = departures.current();
        return departure.isPresent()
                ? toItsEnd(
                        sessions.withSession(
                                session -> watched(session, departure.get(), seen, work)))
                : sessions.withTransaction(
                        session -> narrow(session, seen).chain(() -> work.apply(session)));
    }

    /** Who leaves would close the session at once, and give back a connection that still works. */
    private static <T> Uni<T> toItsEnd(Uni<T> read) {
        return Uni.createFrom()
                .emitter(waiting -> read.subscribe().with(waiting::complete, waiting::fail));
    }

    private <T> Uni<T> watched(
            Mutiny.Session session,
            Departure departure,
            RowSecurity seen,
            Function<Mutiny.Session, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> {
                    WatchedSession watched = new WatchedSession(session, departure, database);
                    return session.withTransaction(tx ->
                                    session.createNativeQuery(BEGIN, String.class)
                                            .setParameter("limit", limit)
                                            .getSingleResult()
                                            .invoke(watched::begin)
                                            .chain(() -> narrow(session, seen))
                                            .invoke(watched::check)
                                            .chain(() -> work.apply(session)))
                            .onFailure()
                            .transform(watched::failure)
                            .eventually(watched::end);
                });
    }

    private static Uni<Void> narrow(Mutiny.Session session, RowSecurity seen) {
        return seen.equals(RowSecurity.NONE)
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(NARROW, String.class)
                        .setParameter("settings", seen.json())
                        .getResultList()
                        .replaceWithVoid();
    }
}
