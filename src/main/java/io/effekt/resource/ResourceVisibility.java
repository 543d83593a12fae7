package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What one caller may see of the resources of a kind. */
public interface ResourceVisibility {
    /** Whether the caller may know that there is such a resource. */
    boolean isKnown(ResourceId id);

    /** Takes names out of an answer that the caller may not know. */
    default void conceal(ObjectNode resource) {}
}
