package io.effekt.resource.store;

import io.effekt.database.EntityReads;
import io.effekt.database.RowSecurity;
import io.effekt.eventstore.postgres.DecisionTextEntity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
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

    private final EntityReads entities;

    public ResourceReads(EntityReads entities) {
        this.entities = entities;
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
        return entities.read(seen, session -> session.find(ResourceEntity.class, subject))
                .map(found -> Optional.ofNullable(found).map(ResourceEntity::row));
    }

    /** One page. */
    public Uni<List<ResourceRow>> list(RowSecurity seen, Listing listing) {
        return entities.read(
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
        return entities.read(
                        seen,
                        session ->
                                session.createSelectionQuery(VERSIONS, Object[].class)
                                        .setParameter("subject", subject)
                                        .setParameter("before", before)
                                        .setMaxResults(limit)
                                        .getResultList())
                .map(found -> found.stream().map(ResourceReads::version).toList());
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
