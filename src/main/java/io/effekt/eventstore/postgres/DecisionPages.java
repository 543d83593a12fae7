package io.effekt.eventstore.postgres;

import io.effekt.database.EntityReads;
import io.effekt.database.RowSecurity;
import io.effekt.eventstore.StoredDecision;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Pages of the decision log, the newest entries first. */
@ApplicationScoped
public class DecisionPages {
    private static final String BEGINNING =
            """
            select d, t from Decision d left join DecisionText t on t.seq = d.seq
            where d.seq < :before\
            """;

    private final EntityReads entities;

    public DecisionPages(EntityReads entities) {
        this.entities = entities;
    }

    /**
     * What restricts the list; null restricts nothing.
     *
     * @param type what the type begins with, for instance {@code kpi.}
     * @param subject what the subject begins with, for instance {@code kpi:enps}
     * @param from recorded then or later
     * @param to recorded before
     */
    public record Filter(
            @Nullable String actor,
            @Nullable String type,
            @Nullable String subject,
            @Nullable UUID requestId,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** Those before a sequence. */
    public Uni<List<StoredDecision>> page(Filter filter, long before, int limit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder query = new StringBuilder(BEGINNING);
        restrict(query, parameters, "d.actor = :actor", "actor", filter.actor);
        restrict(query, parameters, "d.type like :type escape '!'", "type", prefix(filter.type));
        restrict(
                query,
                parameters,
                "d.subject like :subject escape '!'",
                "subject",
                prefix(filter.subject));
        restrict(query, parameters, "d.requestId = :request", "request", filter.requestId);
        restrict(query, parameters, "d.recordedAt >= :from", "from", filter.from);
        restrict(query, parameters, "d.recordedAt < :to", "to", filter.to);
        query.append(" order by d.seq desc");
        return entities.read(
                        RowSecurity.NONE,
                        session -> {
                            Mutiny.SelectionQuery<Object[]> found =
                                    session.createSelectionQuery(query.toString(), Object[].class)
                                            .setParameter("before", before)
                                            .setMaxResults(limit);
                            parameters.forEach(found::setParameter);
                            return found.getResultList();
                        })
                .map(found -> found.stream().map(DecisionPages::decision).toList());
    }

    /** Adds a condition on a parameter; none where it is null. */
    private static void restrict(
            StringBuilder query,
            Map<String, Object> parameters,
            String condition,
            String parameter,
            @Nullable Object value) {
        if (value != null) {
            query.append(" and ").append(condition);
            parameters.put(parameter, value);
        }
    }

    private static @Nullable String prefix(@Nullable String beginning) {
        return beginning == null ? null : beginning.replaceAll("[!%_]", "!$0") + "%";
    }

    private static StoredDecision decision(@Nullable Object[] pair) {
        if (!(pair[0] instanceof DecisionEntity decision)) {
            throw new IllegalStateException("a decision without itself");
        }
        return decision.with(pair[1] instanceof DecisionTextEntity text ? text.reason() : null);
    }
}
