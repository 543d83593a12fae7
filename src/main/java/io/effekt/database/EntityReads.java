package io.effekt.database;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Reads of entities, with Hibernate Reactive: what is read now and then, one row or a page at a
 * time (ADR 12). Entities are for reading only.
 */
@ApplicationScoped
public class EntityReads {
    private static final String NARROW = RowSecurity.set(":settings");

    private final Mutiny.SessionFactory sessions;

    public EntityReads(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** In a transaction that sees no more than that. */
    public <T> Uni<T> read(RowSecurity seen, Function<Mutiny.Session, Uni<T>> work) {
        return seen.equals(RowSecurity.NONE)
                ? sessions.withSession(work)
                : sessions.withTransaction((session, tx) ->
                        session.createNativeQuery(NARROW, String.class)
                                .setParameter("settings", seen.json())
                                .getResultList()
                                .chain(() -> work.apply(session)));
    }
}
