package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.StoredDecision;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the decision log for whoever asks who decided what, the newest first. */
@ApplicationScoped
public class DecisionPages {
    private static final String PAGE =
            """
            select d.seq, d.type, d.version, d.subject, d.recorded_at, d.actor, d.request_id,
                d.data, t.reason
            from decision d left join decision_text t on t.seq = d.seq
            where d.seq < $1 and ($2::text is null or d.actor = $2)
                and ($3::text is null or starts_with(d.type, $3))
                and ($4::text is null or starts_with(d.subject, $4))
                and ($5::uuid is null or d.request_id = $5)
                and ($6::timestamptz is null or d.recorded_at >= $6)
                and ($7::timestamptz is null or d.recorded_at < $7)
            order by d.seq desc limit $8
            """;

    private static final String LAST =
            """
            select version, recorded_at from decision where subject = $1
            order by version desc limit 1
            """;

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
    public List<StoredDecision> page(Tx tx, Filter filter, long before, int limit) {
        List<StoredDecision> page = new ArrayList<>();
        for (Row row :
                tx.query(
                        PAGE,
                        before,
                        filter.actor,
                        filter.type,
                        filter.subject,
                        filter.requestId,
                        time(filter.from),
                        time(filter.to),
                        limit)) {
            page.add(
                    new StoredDecision(
                            row.getLong(0),
                            row.getString(1),
                            row.getInteger(2),
                            row.getString(3),
                            row.getOffsetDateTime(4).toInstant(),
                            row.getString(5),
                            row.getUUID(6),
                            row.getString(7),
                            row.getString(8)));
        }
        return page;
    }

    /**
     * The last decision on exactly that.
     *
     * @param version which one of the subject's it is
     */
    public record Last(int version, Instant recordedAt) {}

    /** Empty when nothing was ever decided on it. */
    public Optional<Last> last(Tx tx, String subject) {
        for (Row row : tx.query(LAST, subject)) {
            return Optional.of(new Last(row.getInteger(0), row.getOffsetDateTime(1).toInstant()));
        }
        return Optional.empty();
    }

    /** Whether somebody of that name ever decided something. */
    public boolean names(Tx tx, String actor) {
        return tx.query("select 1 from decision where actor = $1 limit 1", actor).rowCount() > 0;
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant time) {
        return time == null ? null : Columns.time(time);
    }
}
