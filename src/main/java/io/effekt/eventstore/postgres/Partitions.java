package io.effekt.eventstore.postgres;

import io.effekt.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sees to it that the log has a partition for the month that is recorded in, and some ahead. */
@ApplicationScoped
public class Partitions {
    private static final int AHEAD = 3;

    private final Database database;
    private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

    public Partitions(Database database) {
        this.database = database;
    }

    /** Costs a look into a set, but for the first call of a month. */
    public void ready(Instant recordedAt) {
        YearMonth month = YearMonth.from(recordedAt.atOffset(ZoneOffset.UTC));
        if (!made.contains(month)) {
            database.query(
                    "select make_measurement_partitions($1::date, $2)", month.atDay(1), AHEAD);
            made.add(month);
        }
    }
}
