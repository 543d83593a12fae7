package io.effekt.ingest.append;

import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kernel.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is released with a period: what came late for it, and what corrects or retracts that. */
final class HeldTogether {
    private HeldTogether() {}

    private record Id(String source, String id) {}

    /**
     * @param held of one KPI and scope
     * @return those of the period, in the same order
     */
    static List<HeldMeasurement> of(List<HeldMeasurement> held, Period period) {
        Set<Id> taken = new HashSet<>();
        int before;
        do {
            before = taken.size();
            for (HeldMeasurement one : held) {
                String original = original(one);
                if (Objects.equals(one.period(), period.toString())
                        || (original != null && taken.contains(new Id(one.source(), original)))) {
                    taken.add(new Id(one.source(), one.id()));
                }
            }
        } while (taken.size() > before);
        return held.stream().filter(one -> taken.contains(new Id(one.source(), one.id()))).toList();
    }

    private static @Nullable String original(HeldMeasurement held) {
        if (held.period() != null
                || !(Held.arrived(held).parsed()
                        instanceof ParsedItem.WellFormed(int index, ParsedMeasurement incoming))) {
            return null;
        }
        return incoming.corrects() != null ? incoming.corrects() : incoming.retracts();
    }
}
