package io.effekt.kpi.application.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.kernel.Language;
import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.evaluation.Explainer;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.domain.evaluation.TestWorld;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One plain sentence for every status there is, in English and in Norwegian. */
class SentencesTest {
    private static final String LATER = "2026-08-01";

    @Test
    void onTrackAboveATarget() {
        says(
                adoption().ratio("team:platform", "2026-03-10", "41", "55"),
                "team:platform",
                "2026-03",
                "2026-04-10",
                "Digital adoption for team platform in March 2026 was 74.5 %, 4.5 above the target"
                        + " of at least 70 %, so it is on track.",
                "Digital bruk for teamet platform i mars 2026 var 74,5 %, 4,5 over målet på minst"
                        + " 70 %, og er derfor i rute.");
    }

    @Test
    void atRiskAndOffTrackNameTheWarningLimit() {
        says(
                adoption().ratio("org", "2026-03-10", "65", "100"),
                "org",
                "2026-03",
                LATER,
                "Digital adoption for the organisation in March 2026 was 65 %, 5 below the target of"
                        + " at least 70 %, but not below the warning limit of 60 %, so it is at risk.",
                "Digital bruk for organisasjonen i mars 2026 var 65 %, 5 under målet på minst 70 %,"
                        + " men ikke under varselgrensen på 60 %, og er derfor i faresonen.");
        says(
                adoption().ratio("stream:s", "2026-03-10", "1234", "10000"),
                "stream:s",
                "2026-03",
                LATER,
                "Digital adoption for value stream s in March 2026 was 12.3 %, 57.7 below the target"
                        + " of at least 70 % and below the warning limit of 60 %, so it is off track.",
                "Digital bruk for verdistrømmen s i mars 2026 var 12,3 %, 57,7 under målet på minst"
                        + " 70 % og under varselgrensen på 60 %, og er derfor ikke i rute.");
    }

    @Test
    void valuesHaveAsManyDigitsAsItTakesToBeTrue() {
        says(
                adoption().ratio("org", "2026-03-10", "69999", "100000"),
                "org",
                "2026-03",
                LATER,
                "Digital adoption for the organisation in March 2026 was 69.999 %, 0.001 below the"
                        + " target of at least 70 %, but not below the warning limit of 60 %, so it is"
                        + " at risk.",
                null);
        says(
                adoption().ratio("org", "2026-03-10", "70", "100"),
                "org",
                "2026-03",
                LATER,
                "Digital adoption for the organisation in March 2026 was 70 %, exactly at the limit"
                        + " of the target of at least 70 %, so it is on track.",
                "Digital bruk for organisasjonen i mars 2026 var 70 %, akkurat på grensen for målet"
                        + " på minst 70 %, og er derfor i rute.");
    }

    @Test
    void anOpenPeriodIsSpokenOfAsOpen() {
        says(
                adoption().ratio("org", "2026-03-10", "41", "55"),
                "org",
                "2026-03",
                "2026-03-20",
                "Digital adoption for the organisation in March 2026 is 74.5 % so far, 4.5 above the"
                        + " target of at least 70 %, so it is on track.",
                "Digital bruk for organisasjonen i mars 2026 er 74,5 % så langt, 4,5 over målet på"
                        + " minst 70 %, og er derfor i rute.");
    }

    @Test
    void aSumOfAnOpenPeriodIsHeldAgainstTheDaysThatAreOver() {
        TestWorld hours =
                world(KpiDraft.number(Aggregation.SUM, RollUp.SUM).unit("h"))
                        .target("org", Comparator.GTE, "93", "62")
                        .number("org", "2026-03-10", "1240");
        says(
                hours,
                "org",
                "2026-03",
                "2026-03-11",
                "Digital adoption for the organisation in March 2026 is 1,240 h so far, 1,210 above"
                        + " what can be expected after 10 of 31 days (at least 30 h, for a target of"
                        + " at least 93 h), so it is on track.",
                "Digital bruk for organisasjonen i mars 2026 er 1\u00a0240 t så langt, 1\u00a0210"
                        + " over det som kan ventes etter 10 av 31 dager (minst 30 t, for et mål på"
                        + " minst 93 t), og er derfor i rute.");
        says(
                world(KpiDraft.number(Aggregation.SUM, RollUp.SUM).unit("h"))
                        .target("org", Comparator.GTE, "93", null)
                        .number("org", "2026-03-01T08:00:00Z", "-2"),
                "org",
                "2026-03",
                "2026-03-01",
                "Digital adoption for the organisation in March 2026 is -2 h so far, but the period"
                        + " has only just begun, and it is too early to tell.",
                "Digital bruk for organisasjonen i mars 2026 er \u22122 t så langt, men perioden har"
                        + " så vidt begynt, og det er for tidlig å si noe om statusen.");
    }

    @Test
    void lessIsBetterAndBandsReadTheOtherWay() {
        says(
                world(KpiDraft.ratio().direction(Direction.DOWN).period(PeriodUnit.QUARTER))
                        .target("org", Comparator.LTE, "5", "7")
                        .ratio("org", "2026-03-10", "6", "100"),
                "org",
                "2026-Q1",
                LATER,
                "Digital adoption for the organisation in the first quarter of 2026 was 6 %, 1 above"
                        + " the target of at most 5 %, but not above the warning limit of 7 %, so it"
                        + " is at risk.",
                "Digital bruk for organisasjonen i 1. kvartal 2026 var 6 %, 1 over målet på høyst"
                        + " 5 %, men ikke over varselgrensen på 7 %, og er derfor i faresonen.");
        TestWorld band =
                world(
                                KpiDraft.number(Aggregation.SUM, RollUp.AVERAGE)
                                        .direction(Direction.BAND)
                                        .period(PeriodUnit.HALF_YEAR))
                        .target("org", Comparator.BETWEEN, "5..10", "3..12");
        says(
                band.number("org", "2026-01-10", "7"),
                "org",
                "2026-H1",
                LATER,
                "Digital adoption for the organisation in the first half of 2026 was 7, within the"
                        + " target of between 5 and 10, so it is on track.",
                "Digital bruk for organisasjonen i 1. halvår 2026 var 7, innenfor målet på mellom 5"
                        + " og 10, og er derfor i rute.");
        says(
                band.number("org", "2026-01-11", "4"),
                "org",
                "2026-H1",
                LATER,
                "Digital adoption for the organisation in the first half of 2026 was 11, 1 above the"
                        + " target of between 5 and 10, but within the warning limits of 3 and 12, so"
                        + " it is at risk.",
                "Digital bruk for organisasjonen i 1. halvår 2026 var 11, 1 over målet på mellom 5"
                        + " og 10, men innenfor varselgrensene på 3 og 12, og er derfor i faresonen.");
    }

    @Test
    void sentenceWithoutDataSaysWhenItIsOrWasDue() {
        says(
                adoption(),
                "team:platform",
                "2026-03",
                "2026-04-02",
                "Digital adoption for team platform has no data for March 2026 yet; it can be"
                        + " reported until the end of 5 April 2026.",
                "Digital bruk for teamet platform mangler foreløpig tall for mars 2026; fristen for"
                        + " å rapportere er 5. april 2026.");
        says(
                adoption(),
                "team:platform",
                "2026-03",
                LATER,
                "Digital adoption for team platform has no data for March 2026: nothing had been"
                        + " reported when the time for it ended, on 5 April 2026.",
                "Digital bruk for teamet platform mangler tall for mars 2026: ingenting var"
                        + " rapportert da fristen gikk ut 5. april 2026.");
    }

    @Test
    void sentenceOfASmallGroupShowsNothing() {
        TestWorld answers =
                world(KpiDraft.scores(Aggregation.ENPS))
                        .target("org", Comparator.GTE, "20", "0")
                        .scores("team:platform", "2026-03-10", "9:2 3:1");
        says(
                answers,
                "team:platform",
                "2026-03",
                "2026-04-02",
                "Digital adoption for team platform in March 2026 is not shown before 6 April 2026,"
                        + " to protect those who answer.",
                "Digital bruk for teamet platform i mars 2026 vises ikke før 6. april 2026, av"
                        + " hensyn til dem som svarer.");
        says(
                answers,
                "team:platform",
                "2026-03",
                LATER,
                "Digital adoption for team platform in March 2026 is not shown, so that nothing can"
                        + " be read out of a group of fewer than 5.",
                "Digital bruk for teamet platform i mars 2026 vises ikke, slik at ingenting kan"
                        + " leses ut av en gruppe på færre enn 5.");
    }

    @Test
    void sentenceWithoutTargetBaselineOrDirectionHasNoVerdict() {
        says(
                world(KpiDraft.ratio()).ratio("org", "2026-03-10", "1", "8"),
                "org",
                "2026-03",
                LATER,
                "Digital adoption for the organisation in March 2026 was 12.5 %, but no target holds"
                        + " on 31 March 2026, so it has no status.",
                "Digital bruk for organisasjonen i mars 2026 var 12,5 %, men ingen mål gjelder"
                        + " 31. mars 2026, og det finnes derfor ingen status.");
        says(
                world(KpiDraft.ratio().unit("per h"))
                        .target("org", Comparator.GTE, Basis.PERCENT_CHANGE, "10", null)
                        .ratio("team:platform", "2026-03-10", "1", "8"),
                "team:platform",
                "2026-03",
                LATER,
                "Digital adoption for team platform in March 2026 was 0.125 per h, but its target is"
                        + " counted from a baseline, and team platform has none, so it has no status.",
                "Digital bruk for teamet platform i mars 2026 var 0,125 per time, men målet regnes"
                        + " fra en utgangsverdi som ikke er satt for teamet platform, og det finnes"
                        + " derfor ingen status.");
        says(
                world(KpiDraft.ratio().direction(Direction.NEUTRAL).period(PeriodUnit.WEEK))
                        .ratio("org", "2026-03-31", "1", "8"),
                "org",
                "2026-W14",
                LATER,
                "Digital adoption for the organisation in week 14 of 2026 was 12.5 %; it is followed"
                        + " without a target, and has no status.",
                "Digital bruk for organisasjonen i uke 14 i 2026 var 12,5 %; tallet følges uten mål"
                        + " og har ingen status.");
    }

    @Test
    void aHeadlineMayBeTooOldAndATeamsStatusMayStandForAStream() {
        says(
                adoption().ratio("org", "2026-03-10", "41", "55"),
                "org",
                null,
                LATER,
                "Digital adoption for the organisation was last reported for March 2026, when it was"
                        + " 74.5 %; that is too long ago to say how things stand.",
                "Digital bruk for organisasjonen ble sist rapportert for mars 2026, med verdien"
                        + " 74,5 %; det er for lenge siden til å si hvordan det står til.");
        says(
                world(KpiDraft.number(Aggregation.LAST, RollUp.NONE))
                        .target("org", Comparator.GTE, "10", null)
                        .number("team:platform", "2026-03-10", "7"),
                "stream:s",
                "2026-03",
                LATER,
                "Digital adoption for value stream s in March 2026 has no number of its own; the"
                        + " worst of its teams is off track, so it is off track too.",
                "Digital bruk for verdistrømmen s i mars 2026 har ikke noe eget tall; statusen er den"
                        + " dårligste blant teamene, altså ikke i rute.");
    }

    @Test
    void kpiThatWasNeverReportedSaysSo() {
        TestWorld world = adoption();
        Explanation never =
                Explainer.neverReported(
                        StatusEvaluator.neverReported(
                                world.kpi(),
                                world.definitions(),
                                RowKey.of(Scope.ORG),
                                world.instant(LATER)),
                        world.definitions(),
                        world.kpi(),
                        LocalDate.parse(LATER));

        assertEquals(
                "Nothing has ever been reported for Digital adoption for the organisation.",
                say(world, never, Language.EN));
        assertEquals(
                "Det er aldri rapportert noe for Digital bruk for organisasjonen.",
                say(world, never, Language.NN));
    }

    @Test
    void oneValueOfADimensionIsNamed() {
        TestWorld world =
                world(KpiDraft.ratio().dimensions("zone"))
                        .add(
                                "org",
                                new Timing.Moment(Instant.parse("2026-03-10T10:00:00Z")),
                                new Content.Ratio(BigDecimal.ONE, BigDecimal.TWO),
                                null,
                                new TreeMap<>(Map.of("zone", "north")));
        Explanation north =
                new Explainer(
                                world.journal(LATER).inputs(Period.parse("2026-03")),
                                new RowKey(Scope.ORG, "zone:north"))
                        .explain(false);

        assertEquals(
                "Digital adoption (zone north) for the organisation in March 2026 was 50 %, but no"
                        + " target holds on 31 March 2026, so it has no status.",
                say(world, north, Language.EN));
    }

    private static TestWorld adoption() {
        return world(KpiDraft.ratio()).target("org", Comparator.GTE, "70", "60");
    }

    private static TestWorld world(KpiDraft draft) {
        return new TestWorld(draft.name(Map.of("en", "Digital adoption", "nb", "Digital bruk")))
                .team("platform", "s");
    }

    private static void says(
            TestWorld world,
            String scope,
            @Nullable String period,
            String at,
            String english,
            @Nullable String norwegian) {
        Period asked =
                Period.parse(
                        period == null
                                ? String.valueOf(world.headline(scope, at).period())
                                : period);
        Explanation explanation =
                new Explainer(world.journal(at).inputs(asked), RowKey.of(Scope.parse(scope)))
                        .explain(period == null);

        assertEquals(english, say(world, explanation, Language.EN));
        if (norwegian != null) {
            assertEquals(norwegian, say(world, explanation, Language.NB));
        }
    }

    private static String say(TestWorld world, Explanation explanation, Language language) {
        return Sentences.say(
                world.kpi(), world.definitions().organisation(), explanation, language);
    }
}
