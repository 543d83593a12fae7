package io.effekt.eventstore.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.database.Tx;
import io.effekt.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What people wrote beside the logs: comments and reasons. The logs hold salted hashes of them, so
 * that they can be erased and everything else still replays and verifies. Numbers, ids and sources
 * are no words: they stay.
 */
@ApplicationScoped
public class ErasableTexts {
    private static final String ERASED = "[erased]";

    /** Bytes that were not taken may hold words of theirs; what they were is still told. */
    private static final String[] ERASE = {
        """
        delete from decision_text t using decision d
        where d.seq = t.seq and d.actor = $1 and d.seq < $2
        """,
        """
        delete from measurement_text t using measurement m
        where m.part = t.part and m.seq = t.seq and m.actor = $1 and $2 > 0
        """,
        // KPI and scope stay where the log names them anyway; else they may be anything.
        """
        update measurement_rejected r set body = '', detail = '[erased]', source = null, id = null,
            kpi = case when exists (select from series s where s.kpi = r.kpi) then kpi end,
            scope = case when exists (select from series s where s.scope = r.scope) then scope end
        where actor = $1 and (body <> '' or detail <> '[erased]') and $2 > 0
        """,
        """
        update command_rejected set body = null, detail = '[erased]'
        where actor = $1 and body is not null and $2 > 0
        """
    };

    /** An answer repeats what was asked. It is still known that there was one, and which. */
    private static final String ERASE_ANSWERS =
            """
            update command_outcome set body = case when status < 400 then '{}' else
                '{"refusals":[{"code":"erased","pointer":"","detail":"[erased]"}]}' end
            where actor = $1
            """;

    private static final String ERASE_NAMES =
            """
            update command_outcome o set body = (o.body::jsonb || '{"name": "[erased]"}')::text
            where o.status < 400 and o.request_id in
                (select d.request_id from decision d where d.subject = any($1))
            """;

    private static final String HELD =
            """
            select part, epoch, kafka_offset, body from measurement_held
            where actor = $1 order by part, epoch, kafka_offset
            """;

    private final MeasurementLog log;

    public ErasableTexts(MeasurementLog log) {
        this.log = log;
    }

    /**
     * @param before decisions from there on keep their reasons: the one on this erasure has its own
     * @return how many texts there were
     */
    public long erase(Tx tx, String actor, long before) {
        // First, and under the locks of the partitions: what is released at the same time would be
        // read with its comment before, and written after.
        long erased = eraseHeld(tx, actor);
        for (String statement : ERASE) {
            erased += tx.query(statement, actor, before).rowCount();
        }
        tx.send(ERASE_ANSWERS, actor);
        return erased;
    }

    /** Takes names out of the answers to commands on these subjects. */
    public void eraseNames(Tx tx, List<String> subjects) {
        if (!subjects.isEmpty()) {
            tx.send(ERASE_NAMES, (Object) subjects.toArray(String[]::new));
        }
    }

    /** What waits goes on to wait, as the numbers that it is, and may be released as those. */
    private long eraseHeld(Tx tx, String actor) {
        for (Row row :
                tx.query(
                        "select distinct part from measurement_held where actor = $1 order by 1",
                        actor)) {
            log.lock(tx, row.getShort(0));
        }
        long erased = 0;
        for (Row row : tx.query(HELD, actor)) {
            ObjectNode body = Json.stored(row.getBuffer(3).toString(StandardCharsets.UTF_8));
            boolean hadComment = body.remove("comment") != null;
            boolean hadReason = body.has("reason") && !ERASED.equals(body.path("reason").asText());
            if (hadReason) {
                // A correction without any reason is none.
                body.put("reason", ERASED);
            }
            if (hadComment || hadReason) {
                tx.send(
                        """
                        update measurement_held set body = $4
                        where part = $1 and epoch = $2 and kafka_offset = $3
                        """,
                        (int) row.getShort(0),
                        row.getInteger(1),
                        row.getLong(2),
                        Buffer.buffer(Json.write(body).getBytes(StandardCharsets.UTF_8)));
                erased++;
            }
        }
        return erased;
    }
}
