package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.kernel.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of commands, and the records that were none. */
@ApplicationScoped
public class CommandOutcomes {
    /** Channel of PostgreSQL that carries the request id of each outcome once it is committed. */
    public static final String CHANNEL = "effekt_outcome";

    private static final String KEEP =
            """
            insert into command_outcome (request_id, kafka_offset, decided_at, status, seq, body,
                actor, follows)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    private static final String REJECT =
            """
            insert into command_rejected (epoch, kafka_offset, received_at, request_id, code, detail,
                body, actor)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    private static final String FIND =
            """
            select request_id, actor, status, seq, body, follows from command_outcome
            where request_id = any($1)
            """;

    private final Database database;

    public CommandOutcomes(Database database) {
        this.database = database;
    }

    /** Keeps an outcome, and tells every instance once the transaction is committed. */
    public void keep(Tx tx, CommandOutcome outcome, long kafkaOffset, Instant now) {
        tx.send(
                KEEP,
                outcome.requestId(),
                kafkaOffset,
                Columns.time(now),
                outcome.status(),
                outcome.seq(),
                outcome.body(),
                outcome.actor(),
                outcome.follows().toArray(new String[0]));
        tx.send("select pg_notify($1, $2)", CHANNEL, outcome.requestId().toString());
    }

    /**
     * Keeps the bytes of a record that is no command, with the reason.
     *
     * @param actor who it says it is from; null where it says nothing
     */
    public void reject(
            Tx tx,
            LogHead head,
            long kafkaOffset,
            UUID requestId,
            Refusal reason,
            @Nullable String actor,
            byte @Nullable [] body,
            Instant now) {
        tx.send(
                REJECT,
                head.epoch(),
                kafkaOffset,
                Columns.time(now),
                requestId,
                reason.code(),
                reason.detail(),
                body == null ? null : Buffer.buffer(body),
                actor);
    }

    /** The outcome of a request; empty while there is none, or when it is long ago. */
    public Optional<CommandOutcome> find(Tx tx, UUID requestId) {
        for (Row row : tx.query(FIND, (Object) new UUID[] {requestId})) {
            return Optional.of(outcome(row));
        }
        return Optional.empty();
    }

    /** Those outcomes that are there. */
    public List<CommandOutcome> find(Collection<UUID> requestIds) {
        List<CommandOutcome> outcomes = new ArrayList<>();
        for (Row row : database.query(FIND, (Object) requestIds.toArray(UUID[]::new))) {
            outcomes.add(outcome(row));
        }
        return outcomes;
    }

    /** Forgets outcomes that nobody will ask for any more; at most so many at once. */
    public int forget(Instant now, Duration keep, int limit) {
        return database.query(
                        """
                        delete from command_outcome where request_id in (
                            select request_id from command_outcome
                            where decided_at < $1 order by decided_at limit $2)
                        """,
                        Columns.time(now.minus(keep)),
                        limit)
                .rowCount();
    }

    private static CommandOutcome outcome(Row row) {
        return new CommandOutcome(
                row.getUUID(0),
                row.getString(1),
                row.getInteger(2),
                row.getLong(3),
                row.getString(4),
                List.of(row.getArrayOfStrings(5)));
    }
}
