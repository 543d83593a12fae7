package io.effekt.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may know whom, below one root package. A package straight below the root is a slice; what
 * stands in no row of the table has no place in the house yet, and is refused.
 *
 * @param root {@code io.effekt}, or the package of a fixture
 */
record Slices(String root) {
    private static final Set<String> GROUND =
            Set.of("kernel", "background", "database", "kafka", "json", "http", "dataset");
    private static final Set<String> BASE = and(GROUND, "eventstore", "access");
    private static final Set<String> CORE =
            and(BASE, "resource", "statistics", "organization", "kpi");
    private static final Set<String> EVERYBODY =
            and(CORE, "ingest", "okr", "pilot", "benefit", "bi", "embedded", "edge", "sample");

    private static final Map<String, Set<String>> MAY_KNOW =
            Map.ofEntries(
                    Map.entry("kernel", Set.of()),
                    Map.entry("statistics", Set.of()),
                    Map.entry("embedded", Set.of()),
                    Map.entry("background", Set.of("kernel")),
                    Map.entry("database", Set.of("kernel", "background")),
                    Map.entry("kafka", Set.of("kernel", "background")),
                    Map.entry("json", Set.of("kernel")),
                    Map.entry("dataset", Set.of("kernel", "database", "json")),
                    Map.entry("http", Set.of("kernel", "json")),
                    Map.entry("eventstore", GROUND),
                    Map.entry("access", and(GROUND, "eventstore")),
                    Map.entry("resource", BASE),
                    Map.entry("organization", and(BASE, "resource")),
                    Map.entry("kpi", and(BASE, "resource", "statistics", "organization")),
                    Map.entry("ingest", CORE),
                    Map.entry("okr", CORE),
                    Map.entry("pilot", CORE),
                    Map.entry("benefit", CORE),
                    // The model of a slice, which only tests have.
                    Map.entry("example", CORE),
                    Map.entry("bi", BASE),
                    Map.entry("edge", and(GROUND, "access")),
                    Map.entry("sample", CORE),
                    Map.entry("app", EVERYBODY));

    /** The slices that have rooms; the others stand open to anyone who may know them. */
    private static final Set<String> WITH_ROOMS =
            Set.of("organization", "kpi", "okr", "pilot", "benefit", "example");

    private static final Set<String> OPEN_ROOMS = Set.of("", "application", "domain");

    /** Depends on no slice but its own and those the table grants it. */
    ArchCondition<JavaClass> knowOnlyWhatTheyMay() {
        return new ArchCondition<>("know only the slices below them") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                String from = slice(item).orElse("");
                if (!from.isEmpty() && !MAY_KNOW.containsKey(from)) {
                    events.add(violated(item, item.getName() + " lies in no known slice: " + from));
                }
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    String to = slice(dependency.getTargetClass()).orElse(from);
                    if (!to.equals(from) && !MAY_KNOW.getOrDefault(from, Set.of()).contains(to)) {
                        events.add(violated(item, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /** Enters another slice only through its {@code application} or its {@code domain}. */
    ArchCondition<JavaClass> enterOthersByTheDoor() {
        return new ArchCondition<>("see another slice only through its application or domain") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                String from = slice(item).orElse("");
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass();
                    String to = slice(target).orElse(from);
                    if (!to.equals(from)
                            && WITH_ROOMS.contains(to)
                            && !OPEN_ROOMS.contains(room(target, to))) {
                        events.add(violated(item, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private Optional<String> slice(JavaClass item) {
        String name = item.getPackageName();
        if (!name.startsWith(root + ".")) {
            return Optional.empty();
        }
        String below = name.substring(root.length() + 1);
        int dot = below.indexOf('.');
        return Optional.of(dot < 0 ? below : below.substring(0, dot));
    }

    private String room(JavaClass item, String slice) {
        String start = root + "." + slice;
        String name = item.getPackageName();
        return name.equals(start) ? "" : name.substring(start.length() + 1).split("\\.", 2)[0];
    }

    private static ConditionEvent violated(JavaClass item, String message) {
        return SimpleConditionEvent.violated(item, message);
    }

    private static Set<String> and(Set<String> set, String... more) {
        Set<String> all = new TreeSet<>(set);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }
}
