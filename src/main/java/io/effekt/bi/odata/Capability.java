package io.effekt.bi.odata;

import io.effekt.bi.Function;
import io.effekt.dataset.Dataset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that the metadata says of what can be asked: what is not said counts as supported.
 *
 * @param term with the alias of its vocabulary
 * @param value a boolean, a text, a list of texts, or a record of booleans and whole numbers
 */
record Capability(String term, Object value) {
    /** Vocabularies by the alias that terms have. */
    static final SortedMap<String, String> VOCABULARIES =
            Collections.unmodifiableSortedMap(
                    new TreeMap<>(
                            Map.of(
                                    "Capabilities",
                                    "Org.OData.Capabilities.V1",
                                    "Core",
                                    "Org.OData.Core.V1")));

    /** Where vocabularies are, beneath the root of the service. */
    static final String FOLDER = "vocabularies/";

    /** Where a vocabulary is described, as seen from {@code $metadata}. */
    static String address(String namespace) {
        return FOLDER + namespace + ".xml";
    }

    static Capability description(String text) {
        return new Capability("Core.Description", text);
    }

    /** Those of all sets together. */
    static List<Capability> ofService() {
        return List.of(
                new Capability("Capabilities.BatchSupported", false),
                new Capability("Capabilities.CrossJoinSupported", false),
                new Capability("Capabilities.KeyAsSegmentSupported", false),
                new Capability("Capabilities.AsynchronousRequestsSupported", false),
                new Capability("Capabilities.IndexableByKey", true),
                new Capability(
                        "Capabilities.SupportedFormats",
                        List.of(ODataHeaders.MINIMAL, "application/json;odata.metadata=none")),
                new Capability(
                        "Capabilities.FilterFunctions",
                        Arrays.stream(Function.values()).map(Function::word).distinct().toList()));
    }

    /** Those of a set. */
    static List<Capability> of(Dataset set) {
        return List.of(
                description(set.description()),
                new Capability("Capabilities.TopSupported", true),
                new Capability("Capabilities.SkipSupported", true),
                new Capability("Capabilities.ComputeSupported", false),
                restriction("CountRestrictions", Map.of("Countable", true)),
                set.links().isEmpty()
                        ? restriction("ExpandRestrictions", Map.of("Expandable", false))
                        : restriction("ExpandRestrictions", Map.of("MaxLevels", 1)),
                restriction("SearchRestrictions", Map.of("Searchable", false)),
                restriction("InsertRestrictions", Map.of("Insertable", false)),
                restriction("UpdateRestrictions", Map.of("Updatable", false)),
                restriction("DeleteRestrictions", Map.of("Deletable", false)),
                restriction("ChangeTracking", Map.of("Supported", false)),
                restriction("FilterRestrictions", Map.of("MaxLevels", 0)),
                restriction("SortRestrictions", Map.of("Sortable", true)));
    }

    private static Capability restriction(String term, Map<String, Object> record) {
        return new Capability("Capabilities." + term, record);
    }
}
