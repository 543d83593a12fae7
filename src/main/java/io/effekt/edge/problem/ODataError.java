package io.effekt.edge.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/** Problems as OData writes them. */
public final class ODataError {
    private ODataError() {}

    /** Whether callers of that path expect them so. */
    public static boolean isExpectedAt(@Nullable String path) {
        return path != null && path.startsWith("/odata/");
    }

    /** {@code {"error": {"code", "message", "target", "details"}}}. */
    public static String write(Problem problem) {
        ObjectNode error = Json.object();
        ObjectNode body = error.putObject("error");
        body.put("code", problem.code()).put("message", problem.detail());
        body.put(
                "target",
                problem.errors().isEmpty() ? null : problem.errors().getFirst().pointer());
        var details = body.putArray("details");
        for (Refusal refusal : problem.errors()) {
            details.addObject()
                    .put("code", refusal.code())
                    .put("message", refusal.detail())
                    .put("target", refusal.pointer());
        }
        return Json.write(error);
    }
}
