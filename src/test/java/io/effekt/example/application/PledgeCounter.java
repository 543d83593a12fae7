package io.effekt.example.application;

import io.effekt.background.Worker;
import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.database.Tx;
import io.effekt.eventstore.decision.FollowUps;
import io.effekt.example.ExampleSlice;
import io.effekt.example.domain.Pledge;
import io.effekt.example.projection.PledgeTable;
import io.effekt.resource.ResourceEffects;
import io.effekt.resource.ResourceView;
import io.effekt.resource.Snapshot;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Counts open pledges of a KPI and team, in the background: after each decision, on whatever
 * instance it was taken, and every two seconds. Any number of instances may count at once. Anyone
 * who made a pledge is answered when it is counted.
 */
@ApplicationScoped
@IfBuildProperty(name = ExampleSlice.SWITCH, stringValue = ExampleSlice.ON)
public class PledgeCounter implements ResourceEffects, FollowUps {
    private static final String WORD = Pledge.subject("");
    private static final long PAUSE_MILLIS = 10;
    private static final Logger LOG = Logger.getLogger(PledgeCounter.class);
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Database database;
    private final PledgeTable table;
    private final Worker worker =
            new Worker(
                    Thread.ofVirtual().name("effekt-pledges"),
                    TICK,
                    this::count,
                    failure ->
                            LOG.warnf("event=pledges_not_counted cause=%s", failure.getMessage()));

    public PledgeCounter(Database database, PledgeTable table, Notifications notifications) {
        this.database = database;
        this.table = table;
        notifications.on(ResourceView.CHANNEL, seq -> worker.wake());
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop(Duration.ofSeconds(5));
    }

    private boolean count() {
        database.run(table::count);
        return false;
    }

    @Override
    public List<String> apply(
            Tx tx, Snapshot before, Snapshot after, Collection<String> subjects, long seq) {
        return own(subjects);
    }

    @Override
    public List<String> following(Tx tx, Snapshot known, Collection<String> subjects) {
        return own(subjects);
    }

    private static List<String> own(Collection<String> words) {
        return words.stream().filter(word -> word.startsWith(WORD)).toList();
    }

    @Override
    public boolean await(List<String> follows, Duration atMost) {
        List<String> keys =
                own(follows).stream().map(word -> word.substring(WORD.length())).toList();
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!keys.isEmpty() && !database.inTransaction(tx -> table.areCounted(tx, keys))) {
            if (System.nanoTime() >= deadline || !pause()) {
                return false;
            }
        }
        return true;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
