package io.effekt.testing;

import java.util.Optional;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * One part of all test classes, so that two builds can run the two halves beside each other: {@code
 * -Dtest.shard=1of2} and {@code 2of2}. The name of a class alone decides where it belongs.
 */
public final class Shard implements PostDiscoveryFilter {
    private final int number;
    private final int of;

    /** As the system property says: everything, unless it is set. */
    public Shard() {
        this(System.getProperty("test.shard", "1of1"));
    }

    Shard(String text) {
        int middle = text.indexOf("of");
        number = Integer.parseInt(text.substring(0, middle));
        of = Integer.parseInt(text.substring(middle + 2));
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("no such part of the tests: " + text);
        }
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        return FilterResult.includedIf(
                test.getSource().flatMap(Shard::className).map(this::has).orElse(true));
    }

    boolean has(String className) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        int nested = simple.indexOf('$');
        String top = nested < 0 ? simple : simple.substring(0, nested);
        return Math.floorMod(top.hashCode(), of) == number - 1;
    }

    private static Optional<String> className(TestSource source) {
        return switch (source) {
            case ClassSource type -> Optional.of(type.getClassName());
            case MethodSource method -> Optional.of(method.getClassName());
            default -> Optional.empty();
        };
    }
}
