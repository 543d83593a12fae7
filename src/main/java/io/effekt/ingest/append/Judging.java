package io.effekt.ingest.append;

import io.effekt.access.SourceOwners;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.postgres.Identities;
import io.effekt.eventstore.postgres.SetAside;
import io.effekt.ingest.form.Incoming;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.record.Arrived;
import io.effekt.kpi.domain.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a batch is decided on, and has it decided. Writes nothing. */
@ApplicationScoped
public class Judging {
    private final Identities identities;
    private final SetAside setAside;
    private final LabelLimit limit;
    private final SourceOwners owners;

    public Judging(
            Identities identities, SetAside setAside, LabelLimit limit, SourceOwners owners) {
        this.identities = identities;
        this.setAside = setAside;
        this.limit = limit;
        this.owners = owners;
    }

    /**
     * What was decided.
     *
     * @param owners to whom the sources of the batch belong, with those that it is the first to use
     */
    public record Decided(List<Verdict> verdicts, SourceOwners.InUse owners) {}

    public Decided decide(
            Tx tx,
            LogHead head,
            Definitions known,
            Instant now,
            List<Arrived> arrivals,
            Judge.Course course) {
        boolean arrives = course == Judge.Course.ARRIVES;
        Set<String> sources = new TreeSet<>();
        List<Incoming> labelled = new ArrayList<>();
        for (Arrived arrived : arrivals) {
            if (arrived.parsed() instanceof ParsedItem.WellFormed(int index, Incoming incoming)) {
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
        Judge judge =
                new Judge(head, known, now, course, originals, inUse, limit.inUse(tx, labelled));
        return new Decided(judge.decide(arrivals), inUse);
    }
}
