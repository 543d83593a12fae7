package io.effekt.sample;

import io.effekt.kernel.DateSpan;
import io.effekt.organization.Membership;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value streams and teams of the sample, a Norwegian insurer that does not exist. */
final class Staff {
    /** When the first memberships begin; long before anything is measured. */
    private static final LocalDate FOUNDED = LocalDate.of(2020, 1, 1);

    private static final int MONTHS_SINCE_FIRST_REORGANISATION = 14;
    private static final int MONTHS_SINCE_SECOND_REORGANISATION = 6;
    private static final int DAY_OF_SECOND_REORGANISATION = 12;

    private final LocalDate first;
    private final LocalDate second;

    private Staff(LocalDate end) {
        LocalDate month = end.withDayOfMonth(1);
        first = month.minusMonths(MONTHS_SINCE_FIRST_REORGANISATION);
        second =
                month.minusMonths(MONTHS_SINCE_SECOND_REORGANISATION)
                        .withDayOfMonth(DAY_OF_SECOND_REORGANISATION);
    }

    /** Keys and names of the value streams. */
    static Map<String, String> valueStreams() {
        Map<String, String> streams = new LinkedHashMap<>();
        streams.put("onboarding", "Bli kunde");
        streams.put("claims", "Skade og oppgjør");
        streams.put("payments", "Betaling og pensjon");
        streams.put("workplace", "Plattform og arbeidsplass");
        return streams;
    }

    /**
     * The teams, with two reorganisations: one on the first of a month, one in the middle of a
     * month.
     *
     * @param end the last day of the sample; within one month it makes no difference
     */
    static List<SampleTeam> teams(LocalDate end) {
        Staff staff = new Staff(end);
        List<SampleTeam> teams = new ArrayList<>(staff.onboarding());
        teams.addAll(staff.claims());
        teams.addAll(staff.payments());
        teams.addAll(staff.workplace());
        return List.copyOf(teams);
    }

    private List<SampleTeam> onboarding() {
        return List.of(
                team("ny-kunde", "Ny kunde", 12, in("onboarding", FOUNDED, null)),
                team("legitimering", "Legitimering", 9, in("onboarding", FOUNDED, null)),
                team("avtale", "Avtale og signering", 10, in("onboarding", FOUNDED, null)),
                // Away and back again: two spans in one stream.
                team(
                        "kundeprofil",
                        "Kundeprofil",
                        8,
                        in("onboarding", FOUNDED, first),
                        in("workplace", first, second),
                        in("onboarding", second, null)),
                team("bedriftskunde", "Bedriftskunde", 13, in("onboarding", FOUNDED, null)),
                team("velkomst", "Velkomst", 4, in("onboarding", FOUNDED, null)));
    }

    private List<SampleTeam> claims() {
        return List.of(
                team("skademelding", "Skademelding", 14, in("claims", FOUNDED, null)),
                team("bil", "Bil og motor", 11, in("claims", FOUNDED, null)),
                team("bolig", "Hus og bolig", 12, in("claims", FOUNDED, null)),
                team(
                        "reise",
                        "Reise og helse",
                        9,
                        in("claims", FOUNDED, first),
                        in("onboarding", first, null)),
                team("oppgjor", "Oppgjør", 16, in("claims", FOUNDED, null)),
                team(
                        "svindel",
                        "Svindel og kontroll",
                        5,
                        in("claims", FOUNDED, second),
                        in("payments", second, null)));
    }

    private List<SampleTeam> payments() {
        return List.of(
                team("innbetaling", "Innbetaling", 10, in("payments", FOUNDED, null)),
                team("utbetaling", "Utbetaling", 9, in("payments", FOUNDED, null)),
                team(
                        "faktura",
                        "Faktura og purring",
                        8,
                        in("payments", FOUNDED, first),
                        in("claims", first, null)),
                team("pensjonskonto", "Pensjonskonto", 12, in("payments", FOUNDED, null)),
                team("sparing", "Sparing og fond", 11, in("payments", FOUNDED, null)),
                // A month in no stream at all.
                team(
                        "rapportering",
                        "Regnskap og rapportering",
                        7,
                        in("payments", FOUNDED, first),
                        in("workplace", first.plusMonths(1), null)));
    }

    private List<SampleTeam> workplace() {
        return List.of(
                team("platform", "Plattform", 11, in("workplace", FOUNDED, null)),
                team("datavarehus", "Datavarehus", 8, in("workplace", FOUNDED, null)),
                team("sikkerhet", "Sikkerhet og tilgang", 9, in("workplace", FOUNDED, null)),
                team(
                        "arbeidsflate",
                        "Arbeidsflate",
                        10,
                        in("workplace", FOUNDED, second),
                        in("payments", second, null)),
                team("integrasjon", "Integrasjon og API", 4, in("workplace", FOUNDED, null)),
                team("ki", "KI og automasjon", 5, in("workplace", FOUNDED, null)));
    }

    private static SampleTeam team(String key, String name, int people, Membership... memberships) {
        return new SampleTeam(key, name, people, List.of(memberships));
    }

    private static Membership in(String stream, LocalDate from, @Nullable LocalDate to) {
        return new Membership(stream, new DateSpan(from, to));
    }
}
