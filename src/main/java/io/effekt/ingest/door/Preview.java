package io.effekt.ingest.door;

import io.effekt.access.audit.Refusals;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.ingest.append.AppendDecision;
import io.effekt.ingest.append.BatchDecider;
import io.effekt.ingest.append.IngestRequest;
import io.effekt.ingest.append.MeasurementDecider;
import io.effekt.ingest.append.Permission;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.ingest.record.Sender;
import io.effekt.kpi.application.DefinitionsView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Says what would become of measurements if they were sent now; changes nothing. */
@ApplicationScoped
public class Preview {
    /** No partition of the log: what is decided here has no place in it. */
    private static final int NOWHERE = -2;

    private static final byte[] NOTHING = {};

    private final Permission permission;
    private final Database database;
    private final BatchDecider decider;
    private final Refusals refusals;
    private final LogPositions positions;
    private final DefinitionsView definitions;
    private final InstantSource clock;

    public Preview(
            Permission permission,
            Database database,
            BatchDecider decider,
            Refusals refusals,
            LogPositions positions,
            DefinitionsView definitions,
            InstantSource clock) {
        this.permission = permission;
        this.database = database;
        this.decider = decider;
        this.refusals = refusals;
        this.positions = positions;
        this.definitions = definitions;
        this.clock = clock;
    }

    /** The receipts in order of the items. Blocks. */
    List<Receipt> of(IngestRequest call, List<ParsedItem> items) {
        List<ReceivedRecord> arrivals = new ArrayList<>(items.size());
        for (ParsedItem parsed : permission.of(call, items)) {
            arrivals.add(
                    new ReceivedRecord(
                            parsed.index(),
                            parsed,
                            call.request(),
                            parsed.index(),
                            call.importId(),
                            call.actor(),
                            null,
                            switch (parsed) {
                                case ParsedItem.WellFormed fine ->
                                        Permission.sender(call, fine.incoming());
                                case ParsedItem.Refused refused -> Sender.OUTSIDE;
                            },
                            NOTHING));
        }
        List<AppendDecision> verdicts = database.onOneSnapshot(tx -> decide(tx, arrivals));
        Meant meant = Meant.by(call.caller(), definitions.current());
        verdicts.forEach(verdict -> note(call, verdict));
        return verdicts.stream().map(verdict -> receipt(verdict, meant)).toList();
    }

    /** Also what is only tried is noted: nobody guesses without a trace. */
    private void note(IngestRequest call, AppendDecision verdict) {
        String detail = verdict.refused();
        if (detail != null) {
            refusals.refused(
                    call.actor(),
                    call.request(),
                    Permission.operation(verdict.arrived().parsed()),
                    detail);
        }
    }

    private List<AppendDecision> decide(Tx tx, List<ReceivedRecord> arrivals) {
        Instant now = clock.instant();
        long decisions = positions.now(tx).decisions();
        LogHead head = new LogHead(NOWHERE, 0, now, NOTHING, "", 0, 0, decisions);
        return decider.decide(
                        tx,
                        head,
                        definitions.upTo(tx, decisions),
                        now,
                        arrivals,
                        MeasurementDecider.Occasion.ARRIVES)
                .verdicts();
    }

    private static Receipt receipt(AppendDecision verdict, Meant meant) {
        return switch (verdict.arrived().parsed()) {
            case ParsedItem.WellFormed(int index, ParsedMeasurement incoming) ->
                    Receipt.of(index, incoming.id(), meant.told(verdict.outcome(), incoming));
            case ParsedItem.Refused refused -> Receipt.of(refused);
        };
    }
}
