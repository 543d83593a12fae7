package io.effekt.testing;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.Order;

/**
 * Which classes run before others that boot the same application: by their {@code @Order}, and then
 * by their names, which are the same order on every machine. That matters: a test that lets months
 * pass leaves a log whose time is ahead of the machine's when another had something due in them.
 */
public final class TestOrder implements ClassOrderer {
    /**
     * Classes that make everything again from the log again and again: each time takes as long as
     * the store is large, and the store has what all earlier classes left.
     */
    public static final int WHOLE_STORE = 1;

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(
                        Comparator.<ClassDescriptor>comparingInt(TestOrder::order)
                                .thenComparing(test -> test.getTestClass().getName()));
    }

    private static int order(ClassDescriptor test) {
        return test.findAnnotation(Order.class).map(Order::value).orElse(Order.DEFAULT);
    }
}
