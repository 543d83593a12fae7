package io.effekt.ingest.append;

import io.effekt.access.audit.Refusals;
import io.effekt.background.FailureTracker;
import io.effekt.eventstore.RecordSigner;
import io.effekt.eventstore.Retry;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.record.MeasurementCodec;
import io.effekt.ingest.record.OutsideProducers;
import io.effekt.ingest.record.Receipts;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.ingest.record.RecordReader;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.application.status.StatusRunner;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches in, whatever happens: waits while the database is away, and when something in a
 * batch cannot be stored, finds it by halves, sets it aside and goes on with the rest.
 */
@ApplicationScoped
public class BatchProcessor {
    private static final Logger LOG = Logger.getLogger(BatchProcessor.class);

    private final BatchAppender appender;
    private final Receipts receipts;
    private final RecordSigner seals;
    private final OutsideProducers outside;
    private final StatusRunner statuses;
    private final Refusals refusals;
    private final MeterRegistry metrics;
    private final DistributionSummary batchSize;
    private final Timer batchTime;
    private volatile boolean stopping;
    private final FailureTracker trouble = new FailureTracker(Duration.ofSeconds(8));

    public BatchProcessor(
            BatchAppender appender,
            Receipts receipts,
            RecordSigner seals,
            OutsideProducers outside,
            StatusRunner statuses,
            Refusals refusals,
            MeterRegistry metrics) {
        this.appender = appender;
        this.receipts = receipts;
        this.seals = seals;
        this.outside = outside;
        this.statuses = statuses;
        this.refusals = refusals;
        this.metrics = metrics;
        batchSize = metrics.summary("effekt.append.batch.size");
        batchTime =
                Timer.builder("effekt.append.batch.time")
                        .publishPercentiles(0.5, 0.99)
                        .register(metrics);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Why no batch finds its way into the store, once that has lasted. */
    public Optional<String> trouble() {
        return trouble.lasting();
    }

    /**
     * Takes records of one partition.
     *
     * @param readFrom the offset that the log's head must stand at
     * @return the offset to go on from
     */
    public long take(int part, long readFrom, List<ConsumerRecord<byte[], byte[]>> records) {
        List<ReceivedRecord> arrivals = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            ReceivedRecord arrived = RecordReader.read(record);
            arrivals.add(
                    seals.holds(record.headers(), MeasurementCodec.SEALED, record.value())
                            ? arrived.from(MeasurementCodec.sender(record))
                            : outside.let(arrived));
        }
        return take(part, readFrom, arrivals, records.getLast().offset() + 1);
    }

    private long take(int part, long readFrom, List<ReceivedRecord> arrivals, long nextOffset) {
        try {
            BatchAppender.Result result =
                    patiently(
                            part,
                            () ->
                                    batchTime.record(() ->
                                            appender.append(part, readFrom, arrivals, nextOffset)));
            settle(result);
            return result.nextOffset();
        } catch (RuntimeException e) {
            if (!Retry.isOfTheData(e)) {
                throw e;
            }
            return byHalves(part, readFrom, arrivals, nextOffset, e);
        }
    }

    private long byHalves(
            int part,
            long readFrom,
            List<ReceivedRecord> arrivals,
            long nextOffset,
            RuntimeException e) {
        if (arrivals.size() == 1) {
            LOG.errorf(e, "partition=%d event=set_aside offset=%d", part, readFrom);
            return take(part, readFrom, List.of(setAside(arrivals.getFirst())), nextOffset);
        }
        int middle = arrivals.size() / 2;
        long between = arrivals.get(middle).offset();
        long reached = take(part, readFrom, arrivals.subList(0, middle), between);
        return reached == between
                ? take(part, between, arrivals.subList(middle, arrivals.size()), nextOffset)
                : reached;
    }

    private static ReceivedRecord setAside(ReceivedRecord arrived) {
        ParsedItem refused =
                new ParsedItem.Refused(
                        arrived.item(),
                        null,
                        null,
                        null,
                        null,
                        Refusal.of(
                                "malformed",
                                "It could not be stored. It is kept, and the service's log tells"
                                        + " why."),
                        arrived.body());
        return new ReceivedRecord(
                arrived.offset(),
                refused,
                arrived.request(),
                arrived.item(),
                arrived.importId(),
                arrived.actor(),
                arrived.waiting(),
                arrived.sender(),
                arrived.body());
    }

    private <T> T patiently(int part, Supplier<@Nullable T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                T result = work.get();
                trouble.over();
                if (result == null) {
                    throw new IllegalStateException("a batch without a result");
                }
                return result;
            } catch (RuntimeException e) {
                if (stopping || Retry.isOfTheData(e)) {
                    throw e;
                }
                trouble.met("A batch of measurements waits for the database.");
                LOG.warnf(
                        "partition=%d event=waits_for_database attempt=%d cause=%s",
                        part, attempt, e.getMessage());
                Retry.pause(attempt);
            }
        }
    }

    /** Tells those who wait, counts, and wakes the evaluator. */
    void settle(BatchAppender.Result result) {
        if (!result.taken()) {
            return;
        }
        batchSize.record(result.verdicts().size());
        for (AppendDecision verdict : result.verdicts()) {
            note(verdict);
            metrics.counter("effekt.measurements", "receipt", Receipts.word(verdict.outcome()))
                    .increment();
            if (verdict.arrived().offset() >= 0) {
                // The sender of one that was held has been told so, and it has lost its place.
                receipts.settle(
                        verdict.arrived().request(), verdict.arrived().item(), verdict.outcome());
            }
        }
        if (!result.kpis().isEmpty()) {
            statuses.wake();
        }
    }

    /**
     * What the log refuses for lack of rights, because only it knows what a correction replaces and
     * whose a source is.
     */
    private void note(AppendDecision verdict) {
        String detail = verdict.refused();
        if (detail != null) {
            ReceivedRecord arrived = verdict.arrived();
            refusals.refused(
                    arrived.actor(),
                    arrived.request(),
                    Permission.operation(arrived.parsed()),
                    detail);
        }
    }
}
