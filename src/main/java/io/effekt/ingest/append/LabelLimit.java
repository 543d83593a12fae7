package io.effekt.ingest.append;

import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.SeriesLabels;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kernel.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * How many values a dimension of a KPI may have: each has rows of its own at every scope. A value
 * that was ever counted is free. Two instances that meet new values at the same moment may go past
 * the limit by those.
 */
@ApplicationScoped
public class LabelLimit {
    private final SeriesLabels labels;
    private final int most;
    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

    public LabelLimit(
            SeriesLabels labels,
            @ConfigProperty(name = "effekt.kpi.dimension-values", defaultValue = "200") int most) {
        this.labels = labels;
        this.most = most;
    }

    /** What a batch may use. */
    InUse inUse(Tx tx, Collection<ParsedMeasurement> batch) {
        Set<String> look = new TreeSet<>();
        for (ParsedMeasurement incoming : batch) {
            Set<String> lines = known.getOrDefault(incoming.kpi(), Set.of());
            incoming.dimensions()
                    .forEach((name, value) -> {
                        if (!lines.contains(name + "=" + value)) {
                            look.add(incoming.kpi());
                        }
                    });
        }
        Map<String, Set<String>> found = look.isEmpty() ? Map.of() : labels.of(tx, look);
        known.putAll(found);
        return new InUse(found);
    }

    /** The values of the KPIs of one batch. For one thread. */
    final class InUse {
        private final Map<String, Set<String>> lines = new HashMap<>();

        private InUse(Map<String, Set<String>> found) {
            found.forEach((kpi, some) -> lines.put(kpi, new HashSet<>(some)));
        }

        /** Takes the labels of a measurement; a refusal when one of them is one too many. */
        @Nullable Refusal take(ParsedMeasurement incoming) {
            Set<String> ofKpi = lines.get(incoming.kpi());
            if (ofKpi == null) {
                return null;
            }
            for (Map.Entry<String, String> label : incoming.dimensions().entrySet()) {
                String start = label.getKey() + "=";
                String line = start + label.getValue();
                if (!ofKpi.contains(line)
                        && ofKpi.stream().filter(each -> each.startsWith(start)).count() >= most) {
                    return new Refusal(
                            "invalid_value",
                            "/dimensions/" + label.getKey(),
                            "The dimension '"
                                    + label.getKey()
                                    + "' of '"
                                    + incoming.kpi()
                                    + "' has "
                                    + most
                                    + " values already, as many as it may: use one of them, or a"
                                    + " coarser label.");
                }
                ofKpi.add(line);
            }
            return null;
        }
    }
}
