package io.effekt.kernel;

import java.util.Set;

/**
 * What the sender of a command takes for granted about the version of its subject. Versions count
 * from 1; 0 stands for a subject that was never defined.
 */
public sealed interface Precondition {
    /** Whatever the version is. */
    record None() implements Precondition {}

    /** {@code If-Match: *}: it is there already. */
    record Present() implements Precondition {}

    /** {@code If-None-Match: *}: it is not there yet. */
    record Absent() implements Precondition {}

    /**
     * {@code If-Match: "3"}: it is one of these versions.
     *
     * @param versions empty when none of the tags sent can ever be a version: never holds
     */
    record Version(Set<Integer> versions) implements Precondition {
        public Version {
            versions = Set.copyOf(versions);
        }
    }

    /** Whether it holds for a subject at that version; 0 for one never defined. */
    default boolean holdsFor(int version) {
        return switch (this) {
            case None() -> true;
            case Present() -> version > 0;
            case Absent() -> version == 0;
            case Version(Set<Integer> versions) -> version > 0 && versions.contains(version);
        };
    }

    /** The refusal of a command whose precondition does not hold; names the version that is. */
    default Refusal refusal(int version) {
        String detail =
                switch (this) {
                    case None() -> throw new IllegalStateException("always holds");
                    case Absent() ->
                            "It is defined already, in version "
                                    + version
                                    + ": leave If-None-Match out to change it.";
                    case Present() -> "It is not defined: leave If-Match out to define it.";
                    case Version sent ->
                            version == 0
                                    ? "It is not defined: leave If-Match out to define it."
                                    : "It is at version "
                                            + version
                                            + " by now: read it, and send the change with If-Match:"
                                            + " \""
                                            + version
                                            + "\".";
                };
        return Refusal.of("precondition-failed", detail);
    }
}
