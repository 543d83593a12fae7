package io.effekt.resource.schema;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of versions, for the description of the API. */
@Schema(description = "Versions of a definition, the newest first")
public record DefinitionVersions(List<Version> items, @Nullable String next) {
    /**
     * @param event stored type of the event that made the version
     * @param seq its place in the decision log
     * @param definition what it said
     */
    @Schema(name = "DefinitionVersion")
    public record Version(
            int version,
            Instant recordedAt,
            String author,
            @Nullable String reason,
            @Schema(examples = "kpi.defined.v1") String event,
            long seq,
            Map<String, Object> definition) {}
}
