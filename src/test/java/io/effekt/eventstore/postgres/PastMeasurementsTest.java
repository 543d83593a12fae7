package io.effekt.eventstore.postgres;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.database.Database;
import io.effekt.eventstore.measurement.StoredMeasurement;
import io.effekt.eventstore.postgres.PastMeasurements.Series;
import io.effekt.eventstore.postgres.PastMeasurements.Stretch;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class PastMeasurementsTest {
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    @Inject Database database;
    @Inject PastMeasurements past;

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = "kpi-" + own;

    @Test
    void whatWasTakenBackLaterStoodBefore() {
        define();
        put("team:a-" + own, "2026-01-10", "\"value\":1");
        String wrong = put("team:a-" + own, "2026-03-10", "\"value\":2");
        String alone = put("team:b-" + own, "2026-02-10", "\"value\":4");
        Instant then = now();
        put(
                "team:a-" + own,
                "2026-02-20",
                "\"value\":3,\"corrects\":\"" + wrong + "\",\"reason\":\"late\"");
        put("team:b-" + own, "2026-02-10", "\"retracts\":\"" + alone + "\",\"reason\":\"none\"");
        Series a = series("team:a-" + own);
        Series b = series("team:b-" + own);
        List<Stretch> asked =
                List.of(
                        new Stretch(a.id(), Instant.EPOCH, JUNE),
                        new Stretch(b.id(), Instant.EPOCH, JUNE),
                        new Stretch(a.id(), FEBRUARY, MARCH),
                        new Stretch(b.id(), MARCH, JUNE));

        assertEquals(days("2026-01-10", "2026-02-10", null, null), earliest(asked, then));
        assertEquals(days("2026-03-10", "2026-02-10", null, null), latest(asked, then));
        assertEquals(List.of("2026-03-10", "2026-02-10"), times(List.of(a, b), then));
        assertEquals(values("1", "2", "4"), values(List.of(a, b), then));
        assertEquals(days("2026-01-10", null, "2026-02-20", null), earliest(asked, now()));
        assertEquals(days("2026-02-20", null, "2026-02-20", null), latest(asked, now()));
        assertEquals(List.of("2026-02-20"), times(List.of(a, b), now()));
        assertEquals(values("1", "3"), values(List.of(a, b), now()));
        assertEquals(days(null, null, null, null), latest(asked, FEBRUARY));
    }

    private void define() {
        Defined.stream("s-" + own);
        Defined.team("a-" + own, "s-" + own);
        Defined.team("b-" + own, "s-" + own);
        Defined.kpi(kpi, Defined.SUM);
    }

    private String put(String scope, String day, String content) {
        return Measured.put(kpi, scope, "\"observedAt\":\"" + day + "T12:00:00Z\"", content);
    }

    /** The log's clock, past all that it has recorded. */
    private Instant now() {
        return database.query("select clock_timestamp()")
                .iterator()
                .next()
                .getOffsetDateTime(0)
                .toInstant();
    }

    private Series series(String scope) {
        return database.inTransaction(tx -> past.series(tx, kpi, List.of(scope))).getFirst();
    }

    private static List<@Nullable Instant> days(@Nullable String... days) {
        List<@Nullable Instant> instants = new ArrayList<>();
        for (String day : days) {
            instants.add(day == null ? null : Instant.parse(day + "T12:00:00Z"));
        }
        return instants;
    }

    private List<@Nullable Instant> earliest(List<Stretch> asked, Instant asOf) {
        return database.inTransaction(tx -> past.earliest(tx, asked, asOf));
    }

    private List<@Nullable Instant> latest(List<Stretch> asked, Instant asOf) {
        return database.inTransaction(tx -> past.latest(tx, asked, asOf));
    }

    /** The days on which they were observed from February on, the last first. */
    private List<String> times(List<Series> of, Instant asOf) {
        List<Integer> ids = of.stream().map(Series::id).toList();
        return database.inTransaction(tx -> past.times(tx, ids, FEBRUARY, JUNE, asOf)).stream()
                .map(seen -> seen.observedAt().toString().substring(0, 10))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static List<BigDecimal> values(String... numbers) {
        return Arrays.stream(numbers).map(BigDecimal::new).toList();
    }

    private List<BigDecimal> values(List<Series> of, Instant asOf) {
        Map<Integer, Series> byId = of.stream().collect(toMap(Series::id, Function.identity()));
        return database.inTransaction(tx -> past.of(tx, byId, Instant.EPOCH, JUNE, asOf)).stream()
                .map(StoredMeasurement::value)
                .map(value -> requireNonNull(value))
                .sorted()
                .toList();
    }
}
