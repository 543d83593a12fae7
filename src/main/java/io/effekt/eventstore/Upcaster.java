package io.effekt.eventstore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/**
 * Makes of the JSON of one version that of the next. Kept for ever: the log is never rewritten.
 *
 * @param name of the event type
 * @param from the version it takes; gives {@code from + 1}
 */
public record Upcaster(String name, int from, UnaryOperator<ObjectNode> upcast) {}
