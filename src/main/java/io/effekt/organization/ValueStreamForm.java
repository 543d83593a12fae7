package io.effekt.organization;

import io.effekt.resource.schema.Keyed;
import io.effekt.resource.schema.VersionInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a value stream, for the description of the API. */
@Schema(name = "ValueStream", description = "What teams work together for")
record ValueStreamForm(
        @Schema(required = true, maxLength = 200, examples = "Onboarding") String name,
        @Schema(
                        description = "Active when absent",
                        enumeration = {"active", "retired"})
                @Nullable String status,
        @Schema(description = "Why; kept in the history", maxLength = 2000, writeOnly = true)
                @Nullable String reason) {
    /** As it is answered. */
    @Schema(
            name = "DefinedValueStream",
            allOf = {Keyed.class, ValueStreamForm.class, VersionInfo.class})
    interface Defined {}

    /** A page of them. */
    @Schema(name = "ValueStreamPage")
    record Page(List<Defined> items, @Nullable String next) {}
}
