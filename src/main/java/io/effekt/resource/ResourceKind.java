package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.kernel.Decision;
import io.effekt.kernel.ProblemException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of resource that is put whole, decided on and versioned. A bean of its slice; all that
 * kinds have in common lies in this package.
 *
 * @param <T> what one of them says
 */
public interface ResourceKind<T> {
    /** Its names. */
    ResourceType type();

    /** Reads one from the fields of a form; what is wrong is refused there. */
    T read(ResourceId id, Form form);

    /** Writes it as {@link #read} takes it: without its key. */
    ObjectNode write(T resource);

    /** Decides that it shall read so. Its precondition holds. */
    Decision<?> define(Deciding state, ResourceId id, T resource);

    /**
     * Decides that it is out of use. Its precondition holds.
     *
     * @param on first day out of use; null for the day on which it is decided
     */
    Decision<?> retire(Deciding state, ResourceId id, @Nullable LocalDate on);

    /** All there are, in their order in a document. */
    Map<ResourceId, T> all(Snapshot snapshot);

    /** Subjects of the same kind that have to come before it in a document. */
    default List<String> needs(T resource) {
        return List.of();
    }

    /** What the caller of now may see of it, for as long as the request takes. */
    ResourceVisibility visibility();

    /**
     * Goes on where the caller may change it.
     *
     * @throws ProblemException 403 that says which rights this needs
     */
    void requireMayChange(ResourceId id);

    /**
     * Goes on where the caller may have it read so: for a kind whose resources say themselves where
     * they belong.
     *
     * @throws ProblemException 403 that says which rights this needs
     */
    default void requireMayDefine(ResourceId id, T resource) {}

    /** One sentence for one that is not there, or that the caller may not know of. */
    String unknown(ResourceId id);
}
