package io.effekt.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Inject;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of {@code docs/architecture.md} that a machine can hold.
 *
 * @param root the package that the slices lie in: {@code io.effekt}, or that of a fixture
 */
record Rules(String root) {
    /** Packages of the JDK without a file, a socket, a database or a thread in them. */
    private static final String[] PLAIN_JAVA = {
        "java.lang",
        "java.lang.annotation",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.math",
        "java.nio",
        "java.nio.charset",
        "java.security",
        "java.text",
        "java.time..",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "org.jspecify.annotations",
    };

    private static final Set<String> CLOCKS =
            Set.of(
                    "java.time.Instant",
                    "java.time.LocalDate",
                    "java.time.LocalDateTime",
                    "java.time.OffsetDateTime",
                    "java.time.ZonedDateTime",
                    "java.time.YearMonth",
                    "java.time.Year");

    /**
     * {@code organization ◄ kpi ◄ {okr, pilot, benefit}}, and bi beside all of them; nobody knows
     * app.
     */
    ArchRule slicesKnowOnlyThoseBelow() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new Slices(root).knowOnlyWhatTheyMay());
    }

    ArchRule slicesAreEnteredByTheDoor() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new Slices(root).enterOthersByTheDoor());
    }

    ArchRule domainsArePure() {
        DescribedPredicate<JavaClass> allowed =
                resideInAnyPackage(PLAIN_JAVA)
                        .or(
                                resideInAnyPackage(
                                        root + ".kernel",
                                        root + ".statistics",
                                        root + ".organization",
                                        root + "..domain..",
                                        "org.apache.commons.statistics.."))
                        .or(describe("primitive", c -> c.isPrimitive() || c.isArray()));
        return classes()
                .that(arePure())
                .should()
                .onlyDependOnClassesThat(allowed.as("plain Java or the words of the field"))
                .allowEmptyShould(true);
    }

    ArchRule domainsTakeNoChances() {
        return noClasses()
                .that(arePure())
                .should()
                .callMethodWhere(
                        calls(
                                "draw a random number or an id",
                                "java.util.UUID.randomUUID",
                                "java.lang.Math.random",
                                "java.lang.System.nanoTime"))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, ThreadLocalRandom.class)
                .allowEmptyShould(true);
    }

    /** Time comes from one clock, which is wired in app; only embedded looks after processes. */
    ArchRule onlyAppReadsTheClock() {
        DescribedPredicate<JavaMethodCall> now =
                describe(
                        "read the clock of the machine",
                        call -> {
                            MethodCallTarget target = call.getTarget();
                            String owner = target.getOwner().getName();
                            boolean bare = target.getRawParameterTypes().isEmpty();
                            return (bare
                                            && target.getName().equals("now")
                                            && CLOCKS.contains(owner))
                                    || (owner.equals("java.lang.System")
                                            && target.getName().equals("currentTimeMillis"))
                                    || (owner.equals("java.time.Clock")
                                            && target.getName().startsWith("system"));
                        });
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(root + ".app..", root + ".embedded..")
                .should()
                .callMethodWhere(now);
    }

    /** The packaged service has none of these jars: only what runs on its own may know them. */
    ArchRule onlyServersKnowTheirJars() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .doNotHaveFullyQualifiedName(root + ".embedded.BrokerMain")
                .and()
                .doNotHaveFullyQualifiedName(root + ".embedded.UnpackMain")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "kafka..",
                        "scala..",
                        "org.apache.kafka.server..",
                        "org.apache.kafka.metadata..",
                        "org.apache.kafka.raft..",
                        "org.apache.kafka.storage..",
                        "org.apache.commons.compress..",
                        "org.tukaani..");
    }

    /** A name that says nothing hides two classes, or none. */
    ArchRule namesSaySomething() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Impl");
    }

    ArchRule everyPackageIsNullMarked() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(
                        new ArchCondition<>("lie in a package marked @NullMarked") {
                            @Override
                            public void check(JavaClass item, ConditionEvents events) {
                                boolean marked =
                                        item.getPackage().isAnnotatedWith(NullMarked.class);
                                if (!marked) {
                                    events.add(
                                            SimpleConditionEvent.violated(
                                                    item,
                                                    item.getName()
                                                            + " lies in a package without a"
                                                            + " package-info with @NullMarked"));
                                }
                            }
                        });
    }

    ArchRule dependenciesComeByConstructor() {
        return noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .should()
                .beAnnotatedWith(Inject.class)
                .allowEmptyShould(true);
    }

    ArchRule nothingChangesInStatics() {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and()
                .areStatic()
                .and(
                        describe(
                                "written by a person",
                                f -> !f.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal()
                .allowEmptyShould(true);
    }

    /** Quarkus loads these while it builds, in Maven's JVM, which may be older than the classes. */
    ArchRule settingsAreParameters() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .beAnnotatedWith(ConfigMapping.class);
    }

    private DescribedPredicate<JavaClass> arePure() {
        return resideInAnyPackage(root + ".kernel..", root + ".statistics..", root + "..domain..")
                .and(DescribedPredicate.not(simpleNameEndingWith("package-info")))
                .as("reside in kernel, statistics or a domain");
    }

    private static DescribedPredicate<JavaMethodCall> calls(String what, String... methods) {
        Set<String> named = Set.of(methods);
        return describe(
                what,
                call ->
                        named.contains(
                                call.getTargetOwner().getName()
                                        + "."
                                        + call.getTarget().getName()));
    }
}
