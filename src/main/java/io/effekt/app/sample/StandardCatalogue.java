package io.effekt.app.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The KPIs that are shipped, with the targets of the organisation, as they are defined over HTTP.
 */
final class StandardCatalogue {
    private static final String PLACE = "/catalogue/standard.json";

    private final ObjectNode document;

    private StandardCatalogue(ObjectNode document) {
        this.document = document;
    }

    static StandardCatalogue read() {
        try (InputStream in = StandardCatalogue.class.getResourceAsStream(PLACE)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without " + PLACE);
            }
            return new StandardCatalogue(
                    Json.stored(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paths below {@code /api/v1} and the bodies to put there, in an order that can be kept. */
    Map<String, ObjectNode> definitions() {
        Map<String, ObjectNode> bodies = new LinkedHashMap<>();
        for (JsonNode kpi : document.path("kpis")) {
            ObjectNode body = kpi.deepCopy();
            body.remove("key");
            bodies.put("kpis/" + kpi.path("key").asText(), body);
        }
        for (JsonNode targets : document.path("targets")) {
            bodies.put(
                    "kpis/"
                            + targets.path("kpi").asText()
                            + "/targets/"
                            + targets.path("scope").asText(),
                    Json.object().set("targets", targets.path("targets")));
        }
        return bodies;
    }

    /** Keys of the KPIs and what to call them on a screen, in order. */
    Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (JsonNode kpi : document.path("kpis")) {
            names.put(
                    kpi.path("key").asText(),
                    kpi.path("name").path("en").asText() + ", " + kpi.path("unit").asText());
        }
        return names;
    }
}
