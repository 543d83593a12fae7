package io.effekt.resource.schema;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The key of an answer, as in its path. */
@Schema(description = "The key, as in the path")
public record Keyed(
        @Schema(pattern = "[a-z0-9][a-z0-9-]{0,62}", examples = "platform") String key) {}
