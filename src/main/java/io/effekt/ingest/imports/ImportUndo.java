package io.effekt.ingest.imports;

import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.measurement.MeasurementEntry;
import io.effekt.eventstore.postgres.MeasurementPages;
import io.effekt.ingest.append.Hidden;
import io.effekt.ingest.append.Released;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.MeasurementCodec;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds what has to be sent so that an import counts no more: what it measured is retracted, what
 * it corrected is corrected back, what it retracted is measured again. What somebody has corrected
 * since is left as it is. The ids of what is sent follow from the ids of what it undoes, so doing
 * it twice changes nothing.
 */
@ApplicationScoped
public class ImportUndo {
    private static final int LONGEST_ID = 100;

    private final MeasurementPages pages;

    public ImportUndo(MeasurementPages pages) {
        this.pages = pages;
    }

    /**
     * One step.
     *
     * @param messages to be sent
     * @param last where to go on after; null when nothing is left
     */
    record Step(List<ParsedMeasurement> messages, @Nullable EntryId last) {}

    /** What undoes the next entries of an import that are in the log. */
    Step counted(
            Tx tx,
            UUID importId,
            String reason,
            Hidden hidden,
            @Nullable EntryId after,
            int limit) {
        List<MeasurementEntry> entries = pages.ofImport(tx, importId, after, limit);
        List<ParsedMeasurement> messages = new ArrayList<>();
        for (MeasurementEntry entry : entries) {
            if (entry.supersededBy() == null
                    && !hidden.hides(entry.series().kpi(), entry.actor())) {
                ParsedMeasurement message = undo(tx, importId, entry, reason);
                if (message != null) {
                    messages.add(message);
                }
            }
        }
        return new Step(messages, entries.isEmpty() ? null : entries.getLast().place());
    }

    /** What undoes those of an import that are held: they will be taken out once they count. */
    List<ParsedMeasurement> held(Tx tx, UUID importId, String reason, Hidden hidden) {
        List<ParsedMeasurement> messages = new ArrayList<>();
        for (HeldMeasurement held : pages.heldOfImport(tx, importId)) {
            if (MeasurementCodec.read(held.body(), held.id(), held.source())
                            instanceof ParsedItem.WellFormed(int index, ParsedMeasurement incoming)
                    && incoming.retracts() == null
                    && !hidden.hides(held.kpi(), held.actor())) {
                messages.add(
                        retraction(
                                held.source(),
                                held.id(),
                                held.kpi(),
                                Scope.parse(held.scope()),
                                reason));
            }
        }
        return messages;
    }

    private @Nullable ParsedMeasurement undo(
            Tx tx, UUID importId, MeasurementEntry entry, String reason) {
        MeasurementEntry before = before(tx, importId, entry);
        return switch (entry.kind()) {
            case MEASURED, CORRECTION ->
                    before == null
                            ? retraction(
                                    entry.source(),
                                    entry.id(),
                                    entry.series().kpi(),
                                    Scope.parse(entry.series().scope()),
                                    reason)
                            : again(before, undoes(entry.id()), entry.id(), reason);
            case RETRACTION ->
                    before == null ? null : again(before, undoes(entry.id()), null, null);
        };
    }

    /** The nearest entry that the chain held before the import touched it; null for none. */
    private @Nullable MeasurementEntry before(Tx tx, UUID importId, MeasurementEntry entry) {
        if (entry.replaces() == null) {
            return null;
        }
        MeasurementEntry before = null;
        for (MeasurementEntry each : pages.chain(tx, entry.place())) {
            if (each.place().equals(entry.place())) {
                break;
            }
            if (!each.importId().equals(importId)) {
                before = each;
            }
        }
        return before;
    }

    private static ParsedMeasurement retraction(
            String source, String id, String kpi, Scope scope, String reason) {
        return new ParsedMeasurement(
                source,
                undoes(id),
                kpi,
                scope,
                null,
                null,
                null,
                new TreeMap<>(),
                null,
                null,
                id,
                reason);
    }

    private static ParsedMeasurement again(
            MeasurementEntry entry, String id, @Nullable String corrects, @Nullable String reason) {
        String period = entry.period();
        return new ParsedMeasurement(
                entry.source(),
                id,
                entry.series().kpi(),
                Scope.parse(entry.series().scope()),
                period == null ? entry.observedAt() : null,
                period == null ? null : Period.parse(period),
                Released.content(entry),
                labels(entry.series().dimensions()),
                entry.comment(),
                corrects,
                null,
                reason);
    }

    private static SortedMap<String, String> labels(String lines) {
        SortedMap<String, String> labels = new TreeMap<>();
        lines.lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    labels.put(line.substring(0, equals), line.substring(equals + 1));
                });
        return labels;
    }

    /** The id of what undoes that one: readable where it fits. */
    private static String undoes(String id) {
        String readable = "undo:" + id;
        return readable.length() <= LONGEST_ID
                ? readable
                : "undo:" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }
}
