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

    private static final JavaClasses MODEL =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("Test"))
                    .importPackages(ROOT + ".example");

    /** A value and what builds it, or what throws it: they name each other, and nothing else. */
    private static final Set<String> CIRCLES_BY_CONSTRUCTION =
            Set.of(
                    "kernel.Problem",
                    "kernel.ProblemException",
                    "kpi.domain.measurement.Tally",
                    "kpi.domain.measurement.TallyBuilder");

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
                rule("servers", Rules::onlyServersKnowTheirJars, "MetadataVersion"),
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

    /** It is copied by anyone who begins a slice. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theModelOfASliceKeepsTheRule(String fixture, Function<Rules, ArchRule> rule) {
        rule.apply(new Rules(ROOT)).check(MODEL);
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
        assertEquals(Set.of(), found);
    }

    @Test
    void sqlOnTheLogOutsideTheEventStoreIsFound() throws IOException {
        Path fixtures = Path.of("src/test/java/io/effekt/architecture/fixtures/sql");
        assertEquals(
                Set.of("ingest/Heads.java"), new EventStoreSql(fixtures).outsideTheEventStore());
    }

    @Test
    void aPackageHasNoMoreFilesThanAReaderKeepsInMind() {
        assertEquals(Set.of(), crowded(new Shape(ROOT, HOUSE), MOST_FILES));
    }

    @Test
    void aCrowdedPackageIsFound() {
        assertEquals(Set.of("ingest"), crowded(fixture("crowded"), 2));
        assertEquals(Set.of(), crowded(fixture("crowded"), 3));
    }

    @Test
    void aSimpleNameBelongsToOneType() {
        assertEquals(Map.of(), new Shape(ROOT, HOUSE).twins());
    }

    @Test
    void twoTypesWithOneNameAreFound() {
        assertEquals(Map.of("Figure", Set.of("kpi.domain", "kpi.rest")), fixture("twins").twins());
    }

    @Test
    void filesKnowEachOtherInNoCircle() {
        Map<String, Set<String>> circles = new Shape(ROOT, HOUSE).circles();
        circles.keySet().removeAll(CIRCLES_BY_CONSTRUCTION);
        assertEquals(Map.of(), circles);
    }

    @Test
    void aCircleOfFilesIsFoundAndASealedFamilyIsNone() {
        Set<String> circle = Set.of("kpi.domain.Kpi", "kpi.domain.Target");
        assertEquals(
                Map.of("kpi.domain.Kpi", circle, "kpi.domain.Target", circle),
                fixture("circle").circles());
    }

    @Test
    void theModelOfASliceHasNoCircles() {
        assertEquals(Map.of(), new Shape(ROOT + ".example", MODEL).circles());
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

    private static Arguments rule(
            String fixture, Function<Rules, ArchRule> rule, String complaint) {
        return Arguments.of(fixture, rule, complaint);
    }
}
