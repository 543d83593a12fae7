package io.effekt.ingest.door;

import io.effekt.access.audit.Refusals;
import io.effekt.database.Database;
import io.effekt.eventstore.RecordSigner;
import io.effekt.eventstore.measurement.RejectedMeasurement;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.ingest.IngestSettings;
import io.effekt.ingest.append.IngestRequest;
import io.effekt.ingest.append.MeasurementOutcome;
import io.effekt.ingest.append.Permission;
import io.effekt.ingest.append.RefusalCodes;
import io.effekt.ingest.append.Stewards;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.record.Envelope;
import io.effekt.ingest.record.MeasurementCodec;
import io.effekt.ingest.record.MeasurementProducer;
import io.effekt.ingest.record.MeasurementTopic;
import io.effekt.ingest.record.Receipts;
import io.effekt.kafka.KafkaSettings;
import io.effekt.kernel.Problem;
import io.effekt.kpi.application.DefinitionsView;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Sends what is well formed to Kafka, keeps what is not, and gives every item its receipt. */
@ApplicationScoped
public class MeasurementIngest {
    private static final Logger LOG = Logger.getLogger(MeasurementIngest.class);

    private final Permission permission;
    private final Refusals refusals;
    private final MeasurementProducer producer;
    private final Receipts receipts;
    private final RecordSigner seals;
    private final Database database;
    private final DefinitionsView definitions;
    private final HeldAndRejected setAside;
    private final KafkaSettings kafka;
    private final IngestSettings settings;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    public MeasurementIngest(
            Permission permission,
            Refusals refusals,
            MeasurementProducer producer,
            Receipts receipts,
            RecordSigner seals,
            Database database,
            DefinitionsView definitions,
            HeldAndRejected setAside,
            KafkaSettings kafka,
            IngestSettings settings,
            InstantSource clock,
            MeterRegistry metrics) {
        this.permission = permission;
        this.refusals = refusals;
        this.producer = producer;
        this.receipts = receipts;
        this.seals = seals;
        this.database = database;
        this.definitions = definitions;
        this.setAside = setAside;
        this.kafka = kafka;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Takes the items of one call. Blocks.
     *
     * @return receipts in order of the items
     * @throws io.effekt.kernel.ProblemException 503 when Kafka has not acknowledged all of them
     */
    public List<Receipt> take(IngestRequest call, List<ParsedItem> items) {
        List<ParsedItem.WellFormed> fine = new ArrayList<>(items.size());
        List<ParsedItem.Refused> refused = new ArrayList<>();
        for (ParsedItem item : permission.of(call, items)) {
            switch (item) {
                case ParsedItem.WellFormed wellFormed -> fine.add(wellFormed);
                case ParsedItem.Refused wrong -> refused.add(wrong);
            }
        }
        noteRefusals(call, refused);
        Map<Integer, MeasurementOutcome> outcomes = send(call, fine);
        keep(call, refused);
        Receipt[] answers = new Receipt[items.size()];
        Meant meant = Meant.by(call.caller(), definitions.current());
        for (ParsedItem.WellFormed item : fine) {
            String id = item.incoming().id();
            MeasurementOutcome outcome = outcomes.get(item.index());
            answers[item.index()] =
                    outcome == null
                            ? Receipt.accepted(item.index(), id)
                            : Receipt.of(item.index(), id, meant.told(outcome, item.incoming()));
        }
        for (ParsedItem.Refused wrong : refused) {
            answers[wrong.index()] = Receipt.of(wrong);
        }
        metrics.counter("effekt.door.items", "receipt", Receipt.ACCEPTED).increment(fine.size());
        metrics.counter("effekt.door.items", "receipt", Receipt.REJECTED).increment(refused.size());
        return List.of(answers);
    }

    private void noteRefusals(IngestRequest call, List<ParsedItem.Refused> refused) {
        for (ParsedItem.Refused item : refused) {
            if (item.refusal().code().equals(RefusalCodes.NOT_PERMITTED)) {
                refusals.refused(
                        call.actor(),
                        call.request(),
                        Permission.operation(item.kpi(), item.scope()),
                        item.refusal().detail());
            }
        }
    }

    private Map<Integer, MeasurementOutcome> send(
            IngestRequest call, List<ParsedItem.WellFormed> fine) {
        if (fine.isEmpty()) {
            return Map.of();
        }
        if (call.waits()) {
            receipts.expect(call.request());
        }
        boolean sent = false;
        try {
            List<Receipts.Sent> places = acknowledged(call, fine);
            sent = true;
            return call.waits() ? receipts.await(call.request(), places, call.waiting()) : Map.of();
        } finally {
            if (call.waits() && !sent) {
                receipts.forget(call.request());
            }
        }
    }

    private List<Receipts.Sent> acknowledged(IngestRequest call, List<ParsedItem.WellFormed> fine) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(fine.size());
        for (ParsedItem.WellFormed item : fine) {
            ProducerRecord<byte[], byte[]> record =
                    MeasurementCodec.write(
                            MeasurementTopic.NAME, item.incoming(), envelope(call, item.index()));
            MeasurementCodec.sentBy(record, Permission.sender(call, item.incoming()));
            seals.seal(record.headers(), MeasurementCodec.SEALED, record.value());
            records.add(record);
        }
        List<MeasurementProducer.Place> places = new ArrayList<>(fine.size());
        for (MeasurementProducer.Place place : producer.send(records)) {
            if (place != null) {
                places.add(place);
            }
        }
        if (places.size() < fine.size()) {
            throw notAcknowledged(call, places.size(), fine.size());
        }
        List<Receipts.Sent> sent = new ArrayList<>(fine.size());
        for (int i = 0; i < fine.size(); i++) {
            ParsedItem.WellFormed item = fine.get(i);
            MeasurementProducer.Place place = places.get(i);
            sent.add(
                    new Receipts.Sent(
                            item.index(), place.partition(), place.offset(), item.incoming()));
        }
        return sent;
    }

    private Envelope envelope(IngestRequest call, int index) {
        String waiting = call.waits() ? kafka.instance() : null;
        return new Envelope(
                call.request(), call.importId(), call.actor(), call.client(), index, waiting);
    }

    private RuntimeException notAcknowledged(IngestRequest call, int acknowledged, int all) {
        LOG.warnf(
                "call=%s event=not_acknowledged acknowledged=%d items=%d",
                call.request(), acknowledged, all);
        metrics.counter("effekt.door.unavailable").increment();
        return Problem.unavailable(
                        "kafka-unavailable",
                        "Kafka has not acknowledged all of it: "
                                + acknowledged
                                + " of "
                                + all
                                + " measurements are safe, of the others it is not known. Send the"
                                + " same again with the same ids: nothing will count twice.",
                        settings.retryAfter().toSeconds())
                .exception();
    }

    /** The sender has the receipt, so a database that is away is no reason to refuse the rest. */
    private void keep(IngestRequest call, List<ParsedItem.Refused> refused) {
        if (refused.isEmpty()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<RejectedMeasurement> rows =
                refused.stream().map(item -> row(call, item, now)).toList();
        try {
            database.run(tx -> setAside.reject(tx, rows));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "call=%s event=rejected_not_kept items=%d cause=%s",
                    call.request(), refused.size(), e.getMessage());
        }
    }

    private RejectedMeasurement row(IngestRequest call, ParsedItem.Refused item, Instant now) {
        UUID request = call.request();
        return new RejectedMeasurement(
                now,
                null,
                null,
                null,
                request,
                call.importId(),
                item.index(),
                call.actor(),
                item.source(),
                item.id(),
                item.kpi(),
                item.scope(),
                item.refusal().code(),
                item.refusal().detail(),
                item.bytes(),
                Stewards.guard(definitions.current(), item.kpi(), item.bytes()));
    }
}
