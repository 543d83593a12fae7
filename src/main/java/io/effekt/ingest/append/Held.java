package io.effekt.ingest.append;

import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.ingest.form.MeasurementJson;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.MeasurementCodec;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.ingest.record.Sender;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import java.time.Instant;
import java.util.Objects;

/** Between a held measurement and the arrival it once was. */
public final class Held {
    private Held() {}

    static boolean isDefined(Definitions known, HeldAndRejected.Wanted wanted) {
        return known.kpis().containsKey(wanted.kpi())
                && known.organisation().isDefined(Scope.parse(wanted.scope()));
    }

    static HeldMeasurement held(AppendDecision verdict, LogHead head, Instant now) {
        ReceivedRecord arrived = verdict.arrived();
        ParsedMeasurement incoming = AppendDecision.incoming(verdict);
        String cause =
                verdict.outcome() instanceof MeasurementOutcome.Held(String why, String d)
                        ? why
                        : "";
        return new HeldMeasurement(
                head.part(),
                head.epoch(),
                arrived.offset(),
                now,
                Objects.requireNonNull(incoming.source()),
                incoming.id(),
                incoming.kpi(),
                incoming.scope().toString(),
                cause,
                verdict.lateFor(),
                arrived.request(),
                arrived.importId(),
                arrived.actor(),
                arrived.sender().equals(Sender.OUTSIDE) ? null : arrived.sender().text(),
                // Whatever carried it: what is read again has to be the measurement alone.
                MeasurementJson.asSent(incoming));
    }

    /** The same, waiting for what was found now. */
    static HeldMeasurement stillHeld(HeldMeasurement held, AppendDecision verdict) {
        String cause =
                verdict.outcome() instanceof MeasurementOutcome.Held(String why, String d)
                        ? why
                        : held.cause();
        return new HeldMeasurement(
                held.part(),
                held.epoch(),
                held.kafkaOffset(),
                held.receivedAt(),
                held.source(),
                held.id(),
                held.kpi(),
                held.scope(),
                cause,
                verdict.lateFor(),
                held.request(),
                held.importId(),
                held.actor(),
                held.sender(),
                held.body());
    }

    static ReceivedRecord arrived(HeldMeasurement held) {
        return new ReceivedRecord(
                -1,
                MeasurementCodec.read(held.body(), held.id(), held.source()),
                held.request(),
                0,
                held.importId(),
                held.actor(),
                null,
                held.sender() == null ? Sender.OUTSIDE : Sender.of(held.sender()),
                held.body());
    }
}
