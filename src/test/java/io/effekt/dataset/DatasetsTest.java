package io.effekt.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.effekt.testing.ProgramDatasets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetsTest {
    private static final Dataset TEAMS = set(60, "Teams", List.of());
    private static final DatasetLink TO_TEAMS = new DatasetLink("TeamDetails", "Team", "Teams");

    private static Dataset set(int place, String name, List<DatasetLink> links) {
        return new Dataset(
                place,
                name,
                "Rows",
                null,
                List.of(
                        Column.key("Team", ColumnType.TEXT, "Key of the team"),
                        Column.column("Number", ColumnType.LONG, "A number")),
                links);
    }

    private static Datasets of(Dataset... sets) {
        return new Datasets(List.of(() -> List.of(sets)));
    }

    @Test
    void setsOfAllSourcesStandInTheOrderOfTheirPlaces() {
        Dataset first = set(10, "Notes", List.of(TO_TEAMS));
        Datasets sets = new Datasets(List.of(() -> List.of(TEAMS), () -> List.of(first)));

        assertEquals(List.of(first, TEAMS), sets.all());
        assertEquals(TEAMS, sets.target(TO_TEAMS));
    }

    @Test
    void setsWithOneNameOrOnePlaceAreRefused() {
        assertEquals("Two sets are called Teams.", refused(TEAMS, set(61, "Teams", List.of())));
        assertEquals(
                "Two sets stand at place 60, and one of them is Notes.",
                refused(TEAMS, set(60, "Notes", List.of())));
    }

    @Test
    void aLinkThatLeadsToNoRowIsRefused() {
        List.of(
                        new DatasetLink("TeamDetails", "Team", "Squads"),
                        new DatasetLink("TeamDetails", "Squad", "Teams"),
                        new DatasetLink("TeamDetails", "Number", "Teams"))
                .forEach(link ->
                        assertEquals(
                                "The link TeamDetails of Notes needs a column %s, and a set %s with one key of that type."
                                        .formatted(link.column(), link.target()),
                                refused(TEAMS, set(10, "Notes", List.of(link)))));
    }

    private static String refused(Dataset... sets) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> of(sets)).getMessage());
    }

    @Test
    void theSlicesBringTheirSets() {
        assertEquals(
                List.of(
                        "KpiStatus",
                        "KpiStatusHistory",
                        "Measurements",
                        "Kpis",
                        "Targets",
                        "Teams",
                        "ValueStreams",
                        "Calendar",
                        "StatusChanges",
                        "Memberships",
                        "Missing",
                        "Freshness"),
                ProgramDatasets.all().stream().limit(12).map(Dataset::name).toList());
    }
}
