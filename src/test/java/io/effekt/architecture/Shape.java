package io.effekt.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How large the packages are, which names are doubled, and which files know each other in a circle.
 * Read from byte code: a circle that is closed by a constant alone is not seen, for the compiler
 * copies constants.
 *
 * @param root {@code io.effekt}, or the package of a fixture
 */
record Shape(String root, JavaClasses classes) {

    /** The files of each package, by its name below the root. */
    Map<String, Set<String>> packages() {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (JavaClass type : topLevel()) {
            packages.computeIfAbsent(below(type.getPackageName()), name -> new TreeSet<>())
                    .add(type.getSimpleName());
        }
        return packages;
    }

    /** Simple names that more than one top-level type has, and where. */
    Map<String, Set<String>> twins() {
        Map<String, Set<String>> places = new TreeMap<>();
        for (JavaClass type : topLevel()) {
            places.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                    .add(below(type.getPackageName()));
        }
        places.values().removeIf(packages -> packages.size() == 1);
        return places;
    }

    /**
     * Every file that reaches itself through another, and all files of its circle. Nested types
     * belong to their file, and a sealed type may name those it permits.
     */
    Map<String, Set<String>> circles() {
        Map<String, Set<String>> known = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> permitted = permitted(type.reflect());
            Set<String> others = known.computeIfAbsent(file(type), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (classes.contain(target.getName()) && !permitted.contains(target.getName())) {
                    others.add(file(classes.get(target.getName())));
                }
            }
            others.remove(file(type));
        }
        Map<String, Set<String>> reached = new TreeMap<>();
        known.keySet().forEach(file -> reached.put(file, reachable(file, known)));
        Map<String, Set<String>> circles = new TreeMap<>();
        reached.forEach((file, others) -> {
            if (others.contains(file)) {
                Set<String> circle = new TreeSet<>(others);
                circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(file));
                circles.put(file, circle);
            }
        });
        return circles;
    }

    private static Set<String> reachable(String start, Map<String, Set<String>> known) {
        Set<String> reached = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(known.getOrDefault(start, Set.of()));
        while (!next.isEmpty()) {
            String file = next.pop();
            if (reached.add(file)) {
                next.addAll(known.getOrDefault(file, Set.of()));
            }
        }
        return reached;
    }

    private static Set<String> permitted(Class<?> type) {
        Set<String> names = new HashSet<>();
        if (type.isSealed()) {
            for (Class<?> one : type.getPermittedSubclasses()) {
                names.add(one.getName());
                names.addAll(permitted(one));
            }
        }
        return names;
    }

    private List<JavaClass> topLevel() {
        return classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .toList();
    }

    /** Its file, by the name of the top-level type that the file has. */
    private String file(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return below(outer.getName());
    }

    private String below(String name) {
        return name.startsWith(root + ".") ? name.substring(root.length() + 1) : name;
    }
}
