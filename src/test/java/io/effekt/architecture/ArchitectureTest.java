package io.effekt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final String ROOT = "io.effekt";

    private static final int MOST_FILES = 30;

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    /**
     * Found when the rule was written. Nothing may join them; whoever moves one strikes it here.
     */
    private static final Set<String> STILL_TO_MOVE = Set.of();

    /** Each rule, the fixture that breaks it, and a word of what the failure must say. */
    static Stream<Arguments> rules() {
        return Stream.of(
                rule("below", Rules::slicesKnowOnlyThoseBelow, "organization.Team"),
                rule("beside", Rules::slicesKnowOnlyThoseBelow, "okr.domain.Objective"),
                rule("wiring", Rules::slicesKnowOnlyThoseBelow, "app.Clocks"),
                rule("ground", Rules::slicesKnowOnlyThoseBelow, "statistics.Interval"),
                rule("homeless", Rules::slicesKnowOnlyThoseBelow, "no known slice: shared"),
                rule("door", Rules::slicesAreEnteredByTheDoor, "projection.StatusTable"),
                rule("impure", Rules::domainsArePure, "java.sql.Connection"),
                rule("chance", Rules::domainsTakeNoChances, "randomUUID"),
                rule("clock", Rules::onlyAppReadsTheClock, "Instant.now()"),
                rule("servers", Rules::onlyEmbeddedKnowsServers, "MetadataVersion"),
                rule("names", Rules::namesSaySomething, "TargetUtils"),
                rule("unmarked", Rules::everyPackageIsNullMarked, "kpi.domain.Baseline"),
                rule("injected", Rules::dependenciesComeByConstructor, "Counting.clock"),
                rule("shared", Rules::nothingChangesInStatics, "Seen.count"),
                rule("mapped", Rules::settingsAreParameters, "Limits"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theHouseKeepsTheRule(String fixture, Function<Rules, ArchRule> rule) {
        rule.apply(new Rules(ROOT)).check(HOUSE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theBrokenFixtureMakesItFail(
            String fixture, Function<Rules, ArchRule> rule, String complaint) {
        String root = "io.effekt.architecture.fixtures." + fixture;
        JavaClasses broken = new ClassFileImporter().importPackages(root);
        AssertionError error =
                assertThrows(AssertionError.class, () -> rule.apply(new Rules(root)).check(broken));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains(complaint), message);
    }

    @Test
    void onlyTheEventStoreWritesItsSql() throws IOException {
        Set<String> found = new EventStoreSql(Path.of("src/main/java")).outsideTheEventStore();
        assertEquals(new TreeSet<>(STILL_TO_MOVE), found);
    }

    @Test
    void sqlOnTheLogOutsideTheEventStoreIsFound() throws IOException {
        Path fixtures = Path.of("src/test/java/io/effekt/architecture/fixtures/sql");
        assertEquals(
                Set.of("ingest/Heads.java"), new EventStoreSql(fixtures).outsideTheEventStore());
    }

    @Test
    void aPackageHasNoMoreFilesThanAReaderKeepsInMind() throws IOException {
        Map<String, Integer> most = new TreeMap<>();
        for (String line : StillTo.be("divided").lines()) {
            String[] words = line.split(" +", -1);
            most.put(words[0], Integer.parseInt(words[1]));
        }
        new Shape(ROOT, HOUSE)
                .packages()
                .forEach((name, files) -> {
                    int allowed = most.getOrDefault(name, MOST_FILES);
                    assertTrue(
                            files.size() <= allowed,
                            () ->
                                    "%s has %d files, and may have %d"
                                            .formatted(name, files.size(), allowed));
                });
        Set<String> crowded = crowded(new Shape(ROOT, HOUSE), MOST_FILES);
        assertEquals("", StillTo.be("divided").complaint(withNumber(crowded, most)));
    }

    @Test
    void aCrowdedPackageIsFound() {
        assertEquals(Set.of("ingest"), crowded(fixture("crowded"), 2));
        assertEquals(Set.of(), crowded(fixture("crowded"), 3));
    }

    @Test
    void aSimpleNameBelongsToOneType() throws IOException {
        Map<String, Set<String>> twins = new Shape(ROOT, HOUSE).twins();
        assertEquals("", StillTo.be("renamed").complaint(twins.keySet()), twins::toString);
    }

    @Test
    void twoTypesWithOneNameAreFound() {
        assertEquals(Map.of("Figure", Set.of("kpi.domain", "kpi.rest")), fixture("twins").twins());
    }

    @Test
    void filesKnowEachOtherInNoCircle() throws IOException {
        Map<String, Set<String>> circles = new Shape(ROOT, HOUSE).circles();
        Set<String> names = new TreeSet<>();
        circles.keySet().forEach(file -> names.add(file.substring(file.lastIndexOf('.') + 1)));
        assertEquals(
                "",
                StillTo.be("untied").complaint(names),
                () ->
                        new TreeSet<>(circles.values().stream().map(Set::toString).toList())
                                .toString());
    }

    @Test
    void aCircleOfFilesIsFoundAndASealedFamilyIsNone() {
        Set<String> circle = Set.of("kpi.domain.Kpi", "kpi.domain.Target");
        assertEquals(
                Map.of("kpi.domain.Kpi", circle, "kpi.domain.Target", circle),
                fixture("circle").circles());
    }

    @Test
    void aLineThatNothingNeedsIsFoundAndSoIsWhatIsNew() throws IOException {
        StillTo list =
                new StillTo(Path.of("src/test/java/io/effekt/architecture/fixtures/list.txt"));
        assertEquals("", list.complaint(Set.of("Old")));
        assertEquals("New, and not allowed: [New]. ", list.complaint(Set.of("Old", "New")));
        assertTrue(list.complaint(Set.of()).contains("Cured: delete these lines"));
    }

    private static Shape fixture(String name) {
        String root = "io.effekt.architecture.fixtures." + name;
        return new Shape(root, new ClassFileImporter().importPackages(root));
    }

    private static Set<String> crowded(Shape shape, int most) {
        Set<String> names = new TreeSet<>();
        shape.packages()
                .forEach((name, files) -> {
                    if (files.size() > most) {
                        names.add(name);
                    }
                });
        return names;
    }

    /** As the lines of the list are written: the package, and the most it may have until then. */
    private static Set<String> withNumber(Set<String> packages, Map<String, Integer> most) {
        Set<String> lines = new TreeSet<>();
        packages.forEach(name -> lines.add(name + " " + most.get(name)));
        return lines;
    }

    private static Arguments rule(
            String fixture, Function<Rules, ArchRule> rule, String complaint) {
        return Arguments.of(fixture, rule, complaint);
    }
}
