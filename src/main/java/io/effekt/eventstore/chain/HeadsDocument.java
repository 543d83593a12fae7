package io.effekt.eventstore.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Where all partitions stand, as it is signed.
 *
 * @param store the id of the store
 * @param heads the decisions first, then partitions 0 to 11
 */
public record HeadsDocument(UUID store, Instant takenAt, List<SavedHead> heads) {
    public HeadsDocument {
        heads = List.copyOf(heads);
    }

    /** The text that is signed: compact JSON. */
    public String text() {
        return Json.write(json());
    }

    public ObjectNode json() {
        ObjectNode json =
                Json.object().put("store", store.toString()).put("takenAt", takenAt.toString());
        ArrayNode array = json.putArray("heads");
        for (SavedHead head : heads) {
            array.addObject()
                    .put("part", head.part())
                    .put("seq", head.seq())
                    .put("recordedAt", head.recordedAt().toString())
                    .put("chainHash", HexFormat.of().formatHex(head.chainHash()))
                    .put("epoch", head.epoch());
        }
        return json;
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static HeadsDocument read(String text) {
        try {
            JsonNode json = Json.read(text);
            List<SavedHead> heads = new ArrayList<>();
            for (JsonNode head : json.path("heads")) {
                heads.add(
                        new SavedHead(
                                whole(head, "part").intValue(),
                                whole(head, "seq").longValue(),
                                Instant.parse(head.path("recordedAt").asText()),
                                HexFormat.of().parseHex(head.path("chainHash").asText()),
                                whole(head, "epoch").intValue()));
            }
            return new HeadsDocument(
                    UUID.fromString(json.path("store").asText()),
                    Instant.parse(json.path("takenAt").asText()),
                    heads);
        } catch (MalformedJson | DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode whole(JsonNode head, String field) {
        JsonNode number = head.path(field);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new IllegalArgumentException(field + " is no whole number");
        }
        return number;
    }
}
