package io.effekt.bi.odata;

import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Refusal;
import java.util.List;

/** A refusal of an OData request. */
final class Refused {
    private Refused() {}

    static ProblemException because(int status, String code, String target, String sentence) {
        return Problem.refused(status, List.of(new Refusal(code, target, sentence))).exception();
    }
}
