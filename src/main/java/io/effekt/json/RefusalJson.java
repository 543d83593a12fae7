package io.effekt.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.effekt.kernel.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Refusals as they are kept in an outcome. */
public final class RefusalJson {
    private RefusalJson() {}

    /** Writes the list. */
    public static ArrayNode write(List<Refusal> refusals) {
        ArrayNode list = Json.array();
        for (Refusal refusal : refusals) {
            list.addObject()
                    .put("pointer", refusal.pointer())
                    .put("code", refusal.code())
                    .put("detail", refusal.detail());
        }
        return list;
    }

    /** Reads the list {@code refusals} of the body of an outcome. */
    public static List<Refusal> read(JsonNode body) {
        List<Refusal> refusals = new ArrayList<>();
        for (JsonNode refusal : body.path("refusals")) {
            refusals.add(
                    new Refusal(
                            refusal.path("code").asText(),
                            refusal.path("pointer").asText(),
                            refusal.path("detail").asText()));
        }
        return refusals;
    }
}
