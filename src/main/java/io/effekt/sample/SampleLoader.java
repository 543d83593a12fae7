package io.effekt.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.effekt.access.keys.AdminKey;
import io.effekt.eventstore.postgres.SourceCounts;
import io.effekt.sample.SampleDoor.Receipts;
import io.effekt.sample.SampleState.Phase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Posts the sample organisation through the service's own door when {@code effekt.sample} asks for
 * it, waits until all of it is counted and evaluated, and ends with a scorecard. What a kill
 * interrupted is posted again: everything has an id of its own, and the last measurement, the mark,
 * is only posted when all others are counted.
 */
@ApplicationScoped
public class SampleLoader {
    private static final Logger LOG = Logger.getLogger(SampleLoader.class);
    private static final int BATCH = 1_000;
    private static final int WAIT_SECONDS = 30;
    private static final int ATTEMPTS = 150;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final SampleState state;
    private final AdminKey adminKey;
    private final SourceCounts counts;
    private final OpenMarks marks;
    private final HttpServer server;
    private final InstantSource clock;
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    SampleLoader(
            SampleState state,
            AdminKey adminKey,
            SourceCounts counts,
            OpenMarks marks,
            HttpServer server,
            InstantSource clock) {
        this.state = state;
        this.adminKey = adminKey;
        this.counts = counts;
        this.marks = marks;
        this.server = server;
        this.clock = clock;
    }

    void start(@ObservesAsync HttpServerStart started) {
        if (state.isWanted()) {
            thread = Thread.ofVirtual().name("effekt-sample").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            URI base = base();
            SampleDoor door =
                    new SampleDoor(
                            base,
                            adminKey.text()
                                    .orElseThrow(() ->
                                            new SampleDoor.Refused(
                                                    "there is no administrator's key: set"
                                                            + " EFFEKT_ADMIN_KEY_FILE")));
            // The first load ends with yesterday: what is sent for today may still be under way.
            LocalDate today = LocalDate.ofInstant(clock.instant(), SampleZone.ZONE);
            SampleOrganisation sample = SampleOrganisation.endingOn(today.minusDays(1));
            if (!door.has(SampleOrganisation.LOADED)) {
                door.adoptCatalogue();
                door.putDefinitions(SampleJson.definitions(sample));
                load(door, sample);
            }
            state.reached(new Phase.Evaluating());
            awaitEvaluated();
            state.reached(new Phase.Ready());
            out.print(
                    new Welcome(
                                    door,
                                    sample,
                                    base,
                                    today,
                                    adminKey.file().map(Object::toString).orElse(""))
                            .text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (stopping) {
                return; // whatever was asked last is not there any more
            }
            LOG.errorf(e, "sample event=failed cause=%s", e.getMessage());
            state.reached(new Phase.Failed(String.valueOf(e.getMessage())));
        }
    }

    /** Where the service listens: told a moment after the event that it does. */
    private URI base() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return server.getLocalBaseUri();
            } catch (IllegalArgumentException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    private void load(SampleDoor door, SampleOrganisation sample) throws InterruptedException {
        List<SampleMeasurement> all = sample.measurements();
        ProgressBar bar = bar("Loading the sample organisation");
        bar.show(0);
        int sent = 0;
        for (int i = 0; i < all.size(); i += BATCH) {
            List<SampleMeasurement> batch = all.subList(i, Math.min(i + BATCH, all.size()));
            Receipts receipts = door.post(batch, 0);
            warn(receipts);
            sent += receipts.taken() + receipts.duplicate() + receipts.held();
            int percent = percent(i + batch.size(), all.size());
            state.reached(new Phase.Loading(percent));
            bar.show(percent);
        }
        awaitCounted(sent);
        thinkBetter(door, sample, all);
        mark(door, sample.loaded());
    }

    /** Corrections, retractions and an import that is taken back: they need what they change. */
    private static void thinkBetter(
            SampleDoor door, SampleOrganisation sample, List<SampleMeasurement> all)
            throws InterruptedException {
        warn(door.post(SampleJson.changes(SecondThoughts.changes(all)), null, WAIT_SECONDS));
        ArrayNode wrong = SampleJson.batch(SecondThoughts.wrongImport(sample));
        warn(door.post(wrong, SecondThoughts.WRONG_IMPORT, WAIT_SECONDS));
        door.takeBack(SecondThoughts.WRONG_IMPORT, SecondThoughts.WHY_TAKEN_BACK, WAIT_SECONDS);
    }

    private static void warn(Receipts receipts) {
        receipts.rejections().forEach(r -> LOG.warnf("sample event=rejected %s", r));
    }

    /** Every partition goes at its own pace, so only the store can tell when all is counted. */
    private void awaitCounted(int sent) throws InterruptedException {
        ProgressBar bar = bar("Counting");
        for (long decided = decided(); decided < sent; decided = decided()) {
            int percent = percent(decided, sent);
            state.reached(new Phase.Counting(percent));
            bar.show(percent);
            Thread.sleep(LOOK_AGAIN);
        }
        bar.show(100);
    }

    private long decided() {
        return counts.decided(SampleOrganisation.SOURCE);
    }

    private static void mark(SampleDoor door, SampleMeasurement loaded)
            throws InterruptedException {
        while (!door.has(loaded.id())) {
            Receipts receipts = door.post(List.of(loaded), WAIT_SECONDS);
            if (!receipts.rejections().isEmpty()) {
                throw new SampleDoor.Refused(
                        "the last measurement was rejected: " + receipts.rejections().getFirst());
            }
        }
    }

    private void awaitEvaluated() throws InterruptedException {
        long last = marks.last();
        while (marks.isOpen(last)) {
            Thread.sleep(LOOK_AGAIN);
        }
    }

    // Java 25 gives no console again where there is no terminal; the check knows only 22 to 24.
    @SuppressWarnings("SystemConsoleNull")
    private ProgressBar bar(String label) {
        Console console = System.console();
        return new ProgressBar(out, console != null && console.isTerminal(), label);
    }

    private static int percent(long part, long whole) {
        return whole == 0 ? 100 : (int) (100 * part / whole);
    }
}
