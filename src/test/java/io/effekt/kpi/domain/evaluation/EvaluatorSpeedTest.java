package io.effekt.kpi.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.disclosure.DisclosureControl;
import io.effekt.kpi.domain.disclosure.DisclosureHistory;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.EffectiveMeasurement;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Observed;
import io.effekt.kpi.domain.measurement.Tally;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All scopes of a large organisation in one pass. */
class EvaluatorSpeedTest {
    private static final int TEAMS = 10_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration ALLOWED = Duration.ofMillis(100);

    @ParameterizedTest
    @ValueSource(strings = {"mean", "sum", "enps", "none"})
    void tenThousandTeamsAreEvaluatedInATenthOfASecond(String kind) {
        TestWorld world = new TestWorld(draft(kind)).target("org", Comparator.GTE, "5", "1");
        for (int i = 0; i < TEAMS; i++) {
            String team = "t" + i;
            world.team(team, "s" + i % 100).baseline("team:" + team, "3");
            if (kind.equals("enps")) {
                world.scores("team:" + team, "2026-03-10", "9:" + (3 + i % 40) + " 5:2");
            } else {
                world.number("team:" + team, "2026-03-10", BigDecimal.valueOf(i, 2).toString());
            }
            world.baseline("team:" + team, "3");
        }
        PeriodInputs inputs = world.journal("2026-05-01").inputs(Period.parse("2026-03"));

        // The best of some runs, in processor time: the machine may be busy with other things, and
        // the first runs are those of an interpreter.
        long first = run(inputs);
        long best = first;
        for (int run = 0; run < 30 && (run < 5 || best > ALLOWED.toNanos()); run++) {
            best = Math.min(best, run(inputs));
        }

        System.out.printf(
                "EvaluatorSpeedTest %s: %d µs, at first %d µs%n",
                kind, best / 1_000, first / 1_000);
        assertTrue(best < ALLOWED.toNanos(), best + " ns");
    }

    /** Three times what a thousand teams sent was changed after it had been shown. */
    @Test
    void aThousandTeamsThatWereShownOtherwiseTakeLessThanTwoSeconds() {
        SplittableRandom random = new SplittableRandom(4711);
        Kpi kpi = KpiDraft.scores(Aggregation.ENPS).kpi();
        List<EffectiveMeasurement> held = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            held.add(standing(random, i, i / 3));
        }
        List<DisclosureHistory.Shown> shown = new ArrayList<>();
        for (int change = 0; change < 3; change++) {
            shown.add(new DisclosureHistory.Shown(kpi, held));
            for (int i = 0; i < 30; i++) {
                int other = random.nextInt(held.size());
                held.set(other, standing(random, other, other / 3));
            }
        }
        long best = Long.MAX_VALUE;
        long first = 0;
        for (int run = 0; run < 5; run++) {
            long start = THREADS.getCurrentThreadCpuTime();
            DisclosureControl.protect(kpi, List.of(), new DisclosureHistory(shown, held));
            long taken = THREADS.getCurrentThreadCpuTime() - start;
            first = run == 0 ? taken : first;
            best = Math.min(best, taken);
        }

        System.out.printf(
                "EvaluatorSpeedTest past: %d ms, at first %d ms%n",
                best / 1_000_000, first / 1_000_000);
        assertTrue(best < 2_000_000_000L, best + " ns");
    }

    private static EffectiveMeasurement standing(SplittableRandom random, int chain, int team) {
        Long[] counts = new Long[Content.Scores.COUNTS];
        Arrays.fill(counts, 0L);
        for (int answer = random.nextInt(1, 8); answer > 0; answer--) {
            counts[random.nextInt(counts.length)]++;
        }
        // Some teams moved within the period.
        String stream = "s" + (team % 20 + (team % 10 == 0 && chain % 3 == 0 ? 1 : 0));
        return new EffectiveMeasurement(
                "0/" + chain,
                new Leaf(
                        new Scope.Team("t" + team),
                        stream,
                        List.of(),
                        Tally.of(
                                new Content.Scores(List.of(counts)),
                                new Observed(Instant.EPOCH, Instant.EPOCH, 0, chain))));
    }

    private static long run(PeriodInputs inputs) {
        long start = THREADS.getCurrentThreadCpuTime();
        List<KpiStatus> rows = new StatusEvaluator(inputs).statusesWithData();
        long taken = THREADS.getCurrentThreadCpuTime() - start;
        assertEquals(TEAMS + 101, rows.size());
        return taken;
    }

    private static KpiDraft draft(String kind) {
        return switch (kind) {
            case "mean" -> KpiDraft.number(Aggregation.MEAN, RollUp.AVERAGE);
            case "sum" -> KpiDraft.number(Aggregation.SUM, RollUp.SUM);
            case "none" -> KpiDraft.number(Aggregation.LAST, RollUp.NONE);
            default -> KpiDraft.scores(Aggregation.ENPS);
        };
    }
}
