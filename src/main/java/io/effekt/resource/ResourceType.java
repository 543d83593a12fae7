package io.effekt.resource;

/**
 * The names of a kind of resource.
 *
 * @param name first word of its subjects, and the kind of its rows: {@code value-stream}
 * @param list name of its list in a document of definitions: {@code valueStreams}
 * @param order place of that list in a document: kinds that others name come first
 * @param isAtScope whether a KPI and a scope name one, and no key of its own
 * @param defines name of the command that defines one; for ever
 * @param retires name of the command that takes one out of use; for ever
 */
public record ResourceType(
        String name, String list, int order, boolean isAtScope, String defines, String retires) {
    /** The id of one with a key of its own. */
    public ResourceId id(String key) {
        return new ResourceId(name, key);
    }
}
