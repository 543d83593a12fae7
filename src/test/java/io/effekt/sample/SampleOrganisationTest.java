package io.effekt.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.organization.Membership;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleOrganisationTest {
    private static final LocalDate END = LocalDate.of(2026, 11, 21);
    private static final SampleOrganisation SAMPLE = SampleOrganisation.endingOn(END);
    private static final List<SampleMeasurement> MEASUREMENTS = SAMPLE.measurements();

    @Test
    void sameDayGivesTheSameSample() {
        assertEquals(MEASUREMENTS, SampleOrganisation.endingOn(END).measurements());
    }

    @Test
    void anotherDayGivesTheSameMeasurementsForTheSameDates() {
        LocalDate later = END.plusDays(45);
        Map<String, SampleMeasurement> then =
                SampleOrganisation.endingOn(later).measurements().stream()
                        .collect(Collectors.toMap(SampleMeasurement::id, Function.identity()));
        LocalDate from = SampleOrganisation.endingOn(later).from();
        List<SampleMeasurement> inBoth =
                MEASUREMENTS.stream().filter(m -> !day(m).isBefore(from)).toList();
        assertTrue(inBoth.size() > 20_000);
        inBoth.forEach(m -> assertEquals(m, then.get(m.id())));
    }

    @Test
    void spansTwoYearsOfAllElevenKpis() {
        assertEquals(LocalDate.of(2024, 11, 1), SAMPLE.from());
        assertTrue(
                MEASUREMENTS.size() >= 20_000 && MEASUREMENTS.size() <= 40_000,
                "there are " + MEASUREMENTS.size());
        Map<String, Long> aKpi =
                MEASUREMENTS.stream()
                        .collect(
                                Collectors.groupingBy(
                                        SampleMeasurement::kpi,
                                        TreeMap::new,
                                        Collectors.counting()));
        assertEquals(11, aKpi.size());
        aKpi.forEach((kpi, count) -> assertTrue(count > 150, kpi + ": " + count));
        MEASUREMENTS.forEach(
                m -> assertFalse(day(m).isBefore(SAMPLE.from()) || day(m).isAfter(END), m.id()));
    }

    @Test
    void idsAreUnique() {
        Set<String> ids = new HashSet<>();
        MEASUREMENTS.forEach(m -> assertTrue(ids.add(m.id()), m.id()));
        assertTrue(ids.add(SAMPLE.loaded().id()));
    }

    @Test
    void membershipsNeverOverlap() {
        assertEquals(4, SAMPLE.valueStreams().size());
        assertEquals(24, SAMPLE.teams().size());
        for (SampleTeam team : SAMPLE.teams()) {
            List<Membership> memberships = team.memberships();
            for (int i = 0; i < memberships.size(); i++) {
                Membership one = memberships.get(i);
                assertTrue(SAMPLE.valueStreams().containsKey(one.valueStream()));
                memberships
                        .subList(0, i)
                        .forEach(before ->
                                assertFalse(before.span().overlaps(one.span()), team.key()));
            }
        }
    }

    @Test
    void teamsMoveTwiceOnceInTheMiddleOfAMonth() {
        Map<LocalDate, Long> moves =
                SAMPLE.teams().stream()
                        .flatMap(team -> team.memberships().stream().skip(1))
                        .collect(
                                Collectors.groupingBy(m -> m.span().from(), Collectors.counting()));
        assertEquals(
                Map.of(
                        LocalDate.of(2025, 9, 1), 3L,
                        LocalDate.of(2025, 10, 1), 1L,
                        LocalDate.of(2026, 5, 12), 3L),
                moves);
    }

    @Test
    void someArriveLateAndNoneBeforeTheyWereMeasured() {
        long late = MEASUREMENTS.stream().filter(m -> m.arrives().isAfter(day(m))).count();
        assertTrue(late > 500 && late < 2_000, "there are " + late);
        MEASUREMENTS.forEach(m -> assertFalse(m.arrives().isBefore(day(m)), m.id()));
        for (int i = 1; i < MEASUREMENTS.size(); i++) {
            assertFalse(MEASUREMENTS.get(i).arrives().isBefore(MEASUREMENTS.get(i - 1).arrives()));
        }
    }

    @Test
    void someTeamsMissMonths() {
        Map<Scope, Long> months =
                MEASUREMENTS.stream()
                        .filter(m -> m.kpi().equals("digital-adoption"))
                        .collect(
                                Collectors.groupingBy(
                                        SampleMeasurement::scope,
                                        Collectors.mapping(
                                                m -> day(m).withDayOfMonth(1),
                                                Collectors.collectingAndThen(
                                                        Collectors.toSet(),
                                                        all -> (long) all.size()))));
        assertEquals(24, months.size());
        long complete = months.values().stream().filter(count -> count == 25).count();
        assertTrue(complete >= 5 && complete < 24, months.toString());
    }

    @Test
    void smallTeamsGiveFewerThanFiveAnswers() {
        Set<Long> answers =
                MEASUREMENTS.stream()
                        .map(SampleMeasurement::content)
                        .filter(Content.Scores.class::isInstance)
                        .map(content -> ((Content.Scores) content).answers())
                        .collect(Collectors.toSet());
        assertTrue(answers.containsAll(Set.of(3L, 4L, 9L)), answers.toString());
        assertTrue(answers.stream().allMatch(n -> n >= 3 && n <= 16), answers.toString());
    }

    @Test
    void theMarkOfALoadAddsNothing() {
        SampleMeasurement mark = SAMPLE.loaded();
        assertEquals("sample-loaded", mark.id());
        assertEquals(Scope.ORG, mark.scope());
        assertEquals(0, ((Content.Number) mark.content()).value().signum());
    }

    private static LocalDate day(SampleMeasurement m) {
        return m.timing().day(SampleZone.ZONE);
    }
}
