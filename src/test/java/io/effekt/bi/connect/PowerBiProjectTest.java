package io.effekt.bi.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.testing.ProgramDatasets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The project for Power BI names what there is, as far as that can be seen without the tool. */
class PowerBiProjectTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROJECT = Path.of("connectors", "powerbi", "project");
    private static final Path MODEL = PROJECT.resolve("Effekt.SemanticModel/definition");
    private static final Pattern COLUMN =
            Pattern.compile(
                    "^\\tcolumn (\\w+)\\n\\t\\tdataType: (\\w+)\\n(?:\\t\\t.*\\n)*?\\t\\tsourceColumn: (\\w+)$",
                    Pattern.MULTILINE);
    private static final Pattern MEASURE =
            Pattern.compile("^\\tmeasure '?([^'=]+?)'? = (.+)$", Pattern.MULTILINE);
    private static final Pattern RELATION =
            Pattern.compile(
                    "^relationship [0-9a-f-]{36}\\n\\tfromColumn: (\\w+)\\.(\\w+)\\n\\ttoColumn: (\\w+)\\.(\\w+)$",
                    Pattern.MULTILINE);

    @Test
    void everyTableHasExactlyTheColumnsOfItsSet() {
        assertEquals(
                new TreeSet<>(ProgramDatasets.all().stream().map(Dataset::name).toList()),
                new TreeSet<>(found(read("model.tmdl"), "^ref table (\\w+)$")));
        for (Dataset set : ProgramDatasets.all()) {
            String table = table(set);
            assertEquals(
                    set.columns().stream().map(c -> c.name() + " " + type(c.type())).toList(),
                    all(COLUMN, table).map(c -> c.group(1) + " " + c.group(2)).toList(),
                    set.name());
            assertTrue(all(COLUMN, table).allMatch(c -> c.group(1).equals(c.group(3))));
            assertTrue(table.contains("[Name = \"" + set.name() + "\", Signature = \"table\"]"));
            for (String sorted : found(table, "sortByColumn: (\\w+)")) {
                assertTrue(set.column(sorted).isPresent(), sorted);
            }
        }
    }

    @Test
    void relationsGoFromManyRowsToOneOfTheSameType() {
        Set<String> seen = new HashSet<>();
        for (MatchResult relation : all(RELATION, read("relationships.tmdl")).toList()) {
            Dataset from = ProgramDatasets.named(relation.group(1)).orElseThrow();
            Dataset to = ProgramDatasets.named(relation.group(3)).orElseThrow();
            Column many = from.column(relation.group(2)).orElseThrow();
            Column one = to.column(relation.group(4)).orElseThrow();
            assertEquals(List.of(one), to.key(), "the other side is no key");
            assertEquals(one.type(), many.type());
            assertTrue(seen.add(from.name() + " " + to.name()), "two ways from one to the other");
            assertTrue(to.links().isEmpty() || to.name().equals("Teams"), "a way round");
        }
        for (Dataset set : ProgramDatasets.all()) {
            if (set.column("PeriodStart").isPresent()) {
                assertTrue(seen.contains(set.name() + " Calendar"), set.name());
            }
        }
        assertEquals(seen.size(), read("relationships.tmdl").split("relationship ", -1).length - 1);
    }

    @Test
    void theCalendarIsTheDateTable() {
        String calendar = table(ProgramDatasets.named("Calendar").orElseThrow());
        assertTrue(calendar.contains("\n\tdataCategory: Time\n"));
        assertTrue(calendar.contains("\tcolumn Date\n\t\tdataType: dateTime\n\t\tisKey\n"));
    }

    @Test
    void measuresNameTablesColumnsAndMeasuresThatThereAre() {
        Set<String> measures = new HashSet<>();
        for (Dataset set : ProgramDatasets.all()) {
            all(MEASURE, table(set))
                    .forEach(m ->
                            assertTrue(measures.add(m.group(1)), m.group(1) + " is there twice"));
        }
        assertTrue(measures.size() > 10);
        for (Dataset set : ProgramDatasets.all()) {
            for (MatchResult measure : all(MEASURE, table(set)).toList()) {
                assertTrue(set.column(measure.group(1)).isEmpty(), measure.group(1));
                for (MatchResult used :
                        all(Pattern.compile("(\\w*)\\[([^]]+)]"), measure.group(2)).toList()) {
                    boolean isThere =
                            used.group(1).isEmpty()
                                    ? measures.contains(used.group(2))
                                    : ProgramDatasets.named(used.group(1))
                                            .orElseThrow()
                                            .column(used.group(2))
                                            .isPresent();
                    assertTrue(isThere, measure.group(1) + " names " + used.group());
                }
            }
        }
    }

    @Test
    void theReportOpensTheModelInTheColoursOfStatuses() throws IOException {
        JsonNode report = json("Effekt.Report/report.json");
        JsonNode item =
                report.path("resourcePackages")
                        .path(0)
                        .path("resourcePackage")
                        .path("items")
                        .path(0);
        JsonNode theme =
                json(
                        "Effekt.Report/StaticResources/RegisteredResources/"
                                + item.path("path").asText());
        for (String part : List.of("good", "neutral", "bad")) {
            assertTrue(theme.path(part).asText().matches("#[0-9A-F]{6}"), part);
        }
        assertEquals(
                theme.path("name").asText() + ".json",
                JSON.readTree(report.path("config").asText())
                        .path("themeCollection")
                        .path("customTheme")
                        .path("name")
                        .asText());
        assertEquals(
                "../Effekt.SemanticModel",
                json("Effekt.Report/definition.pbir")
                        .path("datasetReference")
                        .path("byPath")
                        .path("path")
                        .asText());
        assertEquals(
                "Effekt.Report",
                json("Effekt.pbip").path("artifacts").path(0).path("report").path("path").asText());
        assertTrue(json("Effekt.SemanticModel/definition.pbism").has("version"));
        assertTrue(read("expressions.tmdl").contains("expression Address = \"https://"));
    }

    private static JsonNode json(String path) throws IOException {
        return JSON.readTree(PROJECT.resolve(path).toFile());
    }

    private static String table(Dataset set) {
        return read("tables/" + set.name() + ".tmdl");
    }

    private static String read(String path) {
        try {
            return Files.readString(MODEL.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static List<String> found(String text, String pattern) {
        return all(Pattern.compile(pattern, Pattern.MULTILINE), text).map(m -> m.group(1)).toList();
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case TEXT -> "string";
            case DAY, MOMENT -> "dateTime";
            case BOOLEAN -> "boolean";
            case INTEGER, LONG -> "int64";
            case DECIMAL, DOUBLE -> "double";
        };
    }
}
