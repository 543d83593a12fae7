package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The KPIs that are shipped, from published programmes for the future workplace, with a target for
 * the organisation where the programme has one. A document of definitions, like any other.
 */
@ApplicationScoped
public class Catalogue {
    private static final String PLACE = "/catalogue/standard.json";

    private final ObjectNode document;

    public Catalogue() {
        try (InputStream in = Catalogue.class.getResourceAsStream(PLACE)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without " + PLACE);
            }
            document = Json.stored(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole document: {@code kpis} and {@code targets}. */
    public ObjectNode document() {
        return document.deepCopy();
    }

    /** Keys of the KPIs, in the order of the catalogue. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        document.path("kpis").forEach(kpi -> keys.add(kpi.path("key").textValue()));
        return keys;
    }

    /**
     * The part of the document that is about some KPIs, with their targets.
     *
     * @param keys of the catalogue
     */
    public ObjectNode part(Set<String> keys) {
        ObjectNode part = Json.object();
        copy("kpis", "key", keys, part);
        copy("targets", "kpi", keys, part);
        return part;
    }

    private void copy(String list, String key, Set<String> keys, ObjectNode to) {
        var copied = to.putArray(list);
        for (JsonNode item : document.path(list)) {
            if (keys.contains(item.path(key).textValue())) {
                copied.add(item.deepCopy());
            }
        }
    }
}
