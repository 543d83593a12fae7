package io.effekt.sample;

import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the sample's people thought better of: some measurements are corrected, some retracted, and
 * one import is taken back as a whole. Follows from the measurements alone.
 */
final class SecondThoughts {
    /** The import that is taken back. */
    static final UUID WRONG_IMPORT = UUID.fromString("5a3b1e00-0000-4000-8000-000000000001");

    static final String WHY_TAKEN_BACK = "Reiseoversikten for feil måned ble sendt inn";

    private static final int CORRECTED = 151;
    private static final int RETRACTED = 397;

    private SecondThoughts() {}

    /**
     * A measurement that takes the place of an earlier one, or takes it out.
     *
     * @param content null for a retraction
     */
    record Change(SampleMeasurement of, String id, @Nullable Content content, String reason) {}

    /** Corrections and retractions of some of these, none of them twice. */
    static List<Change> changes(List<SampleMeasurement> measurements) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < measurements.size(); i++) {
            SampleMeasurement measured = measurements.get(i);
            if (i % RETRACTED == RETRACTED - 1) {
                changes.add(
                        new Change(
                                measured,
                                measured.id() + "-retracted",
                                null,
                                "Registrert på feil team"));
            } else if (i % CORRECTED == CORRECTED - 1) {
                changes.add(
                        new Change(
                                measured,
                                measured.id() + "-corrected",
                                recounted(measured.content()),
                                "Talt på nytt"));
            }
        }
        return changes;
    }

    private static Content recounted(Content content) {
        return switch (content) {
            case Content.Number(BigDecimal value, BigDecimal weight) ->
                    new Content.Number(value.add(BigDecimal.ONE), weight);
            case Content.Ratio(BigDecimal numerator, BigDecimal denominator) ->
                    new Content.Ratio(numerator, denominator.add(BigDecimal.ONE));
            case Content.Scores(List<Long> counts) -> {
                List<Long> one = new ArrayList<>(counts);
                one.set(8, one.get(8) + 1);
                yield new Content.Scores(one);
            }
        };
    }

    /** Hours of a month that nobody travelled in, for every team: sent by mistake. */
    static List<SampleMeasurement> wrongImport(SampleOrganisation sample) {
        LocalDate month = sample.end().withDayOfMonth(1).minusMonths(1);
        List<SampleMeasurement> wrong = new ArrayList<>();
        for (SampleTeam team : sample.teams()) {
            if (team.memberships().stream().anyMatch(m -> m.span().contains(month))) {
                Scope scope = new Scope.Team(team.key());
                wrong.add(
                        new SampleMeasurement(
                                "wrong-import-" + team.key(),
                                MonthlyFigures.TRAVEL,
                                scope,
                                new Timing.Whole(Period.of(PeriodUnit.MONTH, month)),
                                new Content.Number(new BigDecimal(400), BigDecimal.ONE),
                                new TreeMap<>(),
                                sample.end()));
            }
        }
        return wrong;
    }
}
