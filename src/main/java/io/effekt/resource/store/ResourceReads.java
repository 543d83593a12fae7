package io.effekt.resource.store;

import io.effekt.database.RowSecurity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Reads how definitions read, today and in their versions. */
@ApplicationScoped
public class ResourceReads {
    private static final String LIST =
            """
            from Definition d
            where d.kind = :kind and (:key = '' or d.ofKey = :key)
                and (:status = '' or d.status = :status)
                and (d.ofKey > :afterKey or d.ofKey = :afterKey and d.scope > :afterScope)
            order by d.ofKey, d.scope
            """;
    private static final String VERSIONS =
            """
            select v, t from DefinitionVersion v left join DecisionText t on t.seq = v.seq
            where v.subject = :subject and v.number < :before order by v.number desc
            """;

    private static final String NARROW = RowSecurity.set(":settings");

    private final Mutiny.SessionFactory sessions;

    public ResourceReads(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * A page of definitions of one kind, in order of key and scope.
     *
     * @param key of one KPI, for its targets or baselines; empty for all
     * @param status active or retired; empty for both
     * @param afterKey where the page before ended; empty for the first one
     */
    public record Listing(
            String kind,
            String key,
            String status,
            String afterKey,
            String afterScope,
            int limit) {}

    /** How the subject reads today; empty when it was never defined. */
    public Uni<Optional<ResourceRow>> find(RowSecurity seen, String subject) {
        return narrowed(seen, session -> session.find(ResourceEntity.class, subject))
                .map(found -> Optional.ofNullable(found).map(ResourceEntity::row));
    }

    /** One page. */
    public Uni<List<ResourceRow>> list(RowSecurity seen, Listing listing) {
        return narrowed(
                        seen,
                        session ->
                                session.createSelectionQuery(LIST, ResourceEntity.class)
                                        .setParameter("kind", listing.kind)
                                        .setParameter("key", listing.key)
                                        .setParameter("status", listing.status)
                                        .setParameter("afterKey", listing.afterKey)
                                        .setParameter("afterScope", listing.afterScope)
                                        .setMaxResults(listing.limit)
                                        .getResultList())
                .map(found -> found.stream().map(ResourceEntity::row).toList());
    }

    /** Versions of a subject before that one, the newest first. */
    public Uni<List<ResourceVersion>> versions(
            RowSecurity seen, String subject, int before, int limit) {
        return narrowed(
                        seen,
                        session ->
                                session.createSelectionQuery(VERSIONS, Object[].class)
                                        .setParameter("subject", subject)
                                        .setParameter("before", before)
                                        .setMaxResults(limit)
                                        .getResultList())
                .map(found -> found.stream().map(ResourceReads::version).toList());
    }

    /** In a transaction that sees no more than that. */
    private <T> Uni<T> narrowed(RowSecurity seen, Function<Mutiny.Session, Uni<T>> work) {
        return seen.equals(RowSecurity.NONE)
                ? sessions.withSession(work)
                : sessions.withTransaction((session, tx) ->
                        session.createNativeQuery(NARROW, String.class)
                                .setParameter("settings", seen.json())
                                .getResultList()
                                .chain(() -> work.apply(session)));
    }

    private static ResourceVersion version(@Nullable Object[] pair) {
        if (!(pair[0] instanceof ResourceVersionEntity version)) {
            throw new IllegalStateException("a version without itself");
        }
        return new ResourceVersion(
                version.number(),
                version.type(),
                version.seq(),
                version.recordedAt(),
                version.actor(),
                pair[1] instanceof DecisionTextEntity text ? text.reason() : null,
                version.body());
    }
}
