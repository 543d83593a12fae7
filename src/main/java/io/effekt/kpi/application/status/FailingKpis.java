package io.effekt.kpi.application.status;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * KPIs whose evaluation has failed here, each with a pause before the next attempt: 1 s, doubled
 * each time, 5 minutes at most.
 */
@ApplicationScoped
public class FailingKpis {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final MeterRegistry metrics;

    public FailingKpis(MeterRegistry metrics) {
        this.metrics = metrics;
        metrics.gaugeMapSize("effekt.evaluator.failing.kpis", List.of(), failures);
    }

    private record Failure(int times, Instant notBefore, String cause) {}

    /** Notes one more failure; returns how long the KPI is left alone. */
    Duration failed(String kpi, Instant now, RuntimeException e) {
        metrics.counter("effekt.evaluator.failures", "kpi", kpi).increment();
        Failure before = failures.get(kpi);
        int times = before == null ? 1 : before.times + 1;
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, 20));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        failures.put(kpi, new Failure(times, now.plus(pause), e.getClass().getSimpleName()));
        return pause;
    }

    void worked(String kpi) {
        failures.remove(kpi);
    }

    boolean isLeftAlone(String kpi, Instant now) {
        Failure failure = failures.get(kpi);
        return failure != null && now.isBefore(failure.notBefore);
    }

    /** Forgets those that nobody has to evaluate any more: another instance may have done it. */
    void forgetAllBut(Collection<String> marked) {
        failures.keySet().retainAll(marked);
    }

    /** Those that could not be evaluated here last time. */
    Set<String> keys() {
        return Set.copyOf(failures.keySet());
    }

    /** For each failing KPI a sentence. */
    public Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        failures.forEach((kpi, failure) ->
                reasons.put(
                        kpi,
                        "Its evaluation has failed %d times (%s); the next attempt is at %s. The log tells why."
                                .formatted(failure.times, failure.cause, failure.notBefore)));
        return reasons;
    }
}
