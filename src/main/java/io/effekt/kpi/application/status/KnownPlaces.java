package io.effekt.kpi.application.status;

import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.projection.PlaceTable.Known;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Places of a KPI, and from which period on each has a row of every period. For one thread. */
final class KnownPlaces {
    private final Map<RowKey, @Nullable LocalDate> first;
    private final LocalDate newest;
    private final Set<RowKey> fresh = new HashSet<>();

    /** The earliest period that a place was found to have data in, earlier than was known. */
    private @Nullable LocalDate earlierFrom;

    /**
     * @param first the first period with data; null for none ever
     * @param newest first day of the newest period that has begun
     */
    KnownPlaces(Map<RowKey, @Nullable LocalDate> first, LocalDate newest) {
        this.first = new HashMap<>(first);
        this.newest = newest;
    }

    /** Those that have a row of that period, with data in it or without. */
    List<RowKey> of(LocalDate start) {
        List<RowKey> places = new ArrayList<>();
        if (!start.isAfter(newest)) {
            first.forEach((place, since) -> {
                if (since != null && !since.isAfter(start)) {
                    places.add(place);
                }
            });
        }
        return places;
    }

    /** The place has data in that period. */
    void hasData(RowKey place, LocalDate start) {
        LocalDate since = first.get(place);
        if (since == null || start.isBefore(since)) {
            first.put(place, start);
            fresh.add(place);
            if (earlierFrom == null || start.isBefore(earlierFrom)) {
                earlierFrom = start;
            }
        }
    }

    /** The place has a headline. */
    void isKnown(RowKey place) {
        if (!first.containsKey(place)) {
            first.put(place, null);
            fresh.add(place);
        }
    }

    Set<RowKey> all() {
        return first.keySet();
    }

    LocalDate newest() {
        return newest;
    }

    /** The first period that any place has data in; null for none. */
    @Nullable LocalDate earliest() {
        LocalDate earliest = null;
        for (LocalDate since : first.values()) {
            if (since != null && (earliest == null || since.isBefore(earliest))) {
                earliest = since;
            }
        }
        return earliest;
    }

    /** From which period on places may lack rows; null for none. */
    @Nullable LocalDate earlierFrom() {
        return earlierFrom;
    }

    /** What was found out that was not known. */
    List<Known> fresh() {
        return fresh.stream().map(place -> new Known(place, first.get(place))).toList();
    }
}
