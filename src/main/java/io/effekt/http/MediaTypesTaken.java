package io.effekt.http;

import io.effekt.kernel.Problem;
import java.util.List;

/** What is answered to a body whose type is not taken: the list of those that are. */
public final class MediaTypesTaken {
    private MediaTypesTaken() {}

    /**
     * 415.
     *
     * @param types that are taken here, not empty
     */
    public static Problem problem(List<String> types) {
        return Problem.of(
                415,
                "unsupported-media-type",
                "The body has to be "
                        + String.join(", ", types.subList(0, types.size() - 1))
                        + (types.size() > 1 ? " or " : "")
                        + types.getLast()
                        + ", texts in UTF-8; send one of these, and say which in Content-Type.");
    }
}
