package io.effekt.resource.schema;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an answer says of a definition beside what was sent. May be sent back, and is passed over.
 *
 * @param version 1, 2, 3 …; the strong ETag is the same number
 * @param recordedAt when this version was decided
 * @param author who asked for it
 * @param notices what follows from the change that was just made; empty when nothing does
 */
@Schema(
        name = "Recorded",
        description =
                "Which version it is, who made it and when. Sending it back is not refused, and"
                        + " nothing of it is read.")
public record VersionInfo(
        @Schema(examples = "3", readOnly = true) int version,
        @Schema(readOnly = true) Instant recordedAt,
        @Schema(examples = "admin", readOnly = true) String author,
        @Schema(readOnly = true) List<String> notices) {}
