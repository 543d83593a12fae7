package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Remembers where the measurements of an import lie, so that the log needs no index by import. */
final class ImportSpans {
    private static final String ADD =
            """
            insert into import_span (import_id, part, from_seq, to_seq)
            select import_id, $1::smallint, from_seq, to_seq
            from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as w(import_id, from_seq, to_seq)
            """;

    private final Map<UUID, Span> spans = new TreeMap<>();

    private record Span(UUID importId, long from, long to) {}

    /** Takes the sequence of one that is appended; they come in order. */
    void add(UUID importId, long seq) {
        spans.merge(
                importId,
                new Span(importId, seq, seq),
                (known, next) -> new Span(importId, known.from, next.to));
    }

    /** Writes what was taken, in the transaction of the append. */
    void write(Tx tx, int part) {
        List<Span> rows = new ArrayList<>(spans.values());
        tx.send(
                ADD,
                part,
                Columns.uuids(rows, Span::importId),
                Columns.longs(rows, Span::from),
                Columns.longs(rows, Span::to));
    }
}
