package io.effekt.ingest.append;

import io.effekt.access.source.SourceOwners;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.eventstore.postgres.Identities;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.kpi.domain.definition.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a batch is decided on, and has it decided. Writes nothing. */
@ApplicationScoped
public class BatchDecider {
    private final Identities identities;
    private final HeldAndRejected setAside;
    private final LabelLimit limit;
    private final SourceOwners owners;

    public BatchDecider(
            Identities identities,
            HeldAndRejected setAside,
            LabelLimit limit,
            SourceOwners owners) {
        this.identities = identities;
        this.setAside = setAside;
        this.limit = limit;
        this.owners = owners;
    }

    /**
     * What was decided.
     *
     * @param owners who owns the sources of the batch, with those that it is the first to use
     */
    public record Decided(List<AppendDecision> verdicts, SourceOwners.InUse owners) {}

    public Decided decide(
            Tx tx,
            LogHead head,
            Definitions known,
            Instant now,
            List<ReceivedRecord> arrivals,
            MeasurementDecider.Occasion occasion) {
        boolean arrives = occasion == MeasurementDecider.Occasion.ARRIVES;
        Set<String> sources = new TreeSet<>();
        List<ParsedMeasurement> labelled = new ArrayList<>();
        for (ReceivedRecord arrived : arrivals) {
            if (arrived.parsed()
                    instanceof ParsedItem.WellFormed(int index, ParsedMeasurement incoming)) {
                if (!incoming.dimensions().isEmpty()) {
                    labelled.add(incoming);
                }
                // A client's own name is its own: the usual case costs nothing.
                if (arrives && !arrived.actor().equals(incoming.source())) {
                    sources.add(Originals.key(incoming, incoming.id()).source());
                }
            }
        }
        SourceOwners.InUse inUse = owners.inUse(tx, sources);
        Originals originals = Originals.read(tx, identities, setAside, known, arrivals, !arrives);
        MeasurementDecider decider =
                new MeasurementDecider(
                        head, known, now, occasion, originals, inUse, limit.inUse(tx, labelled));
        return new Decided(decider.decide(arrivals), inUse);
    }
}
