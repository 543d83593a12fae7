package io.effekt.organization;

import io.effekt.resource.schema.Keyed;
import io.effekt.resource.schema.VersionInfo;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a team, for the description of the API. */
@Schema(name = "Team", description = "A team with its dated memberships of value streams")
record TeamForm(
        @Schema(required = true, maxLength = 200, examples = "Platform") String name,
        @Schema(description = "Spans that never overlap", maxItems = 200)
                @Nullable List<MembershipForm> memberships,
        @Schema(
                        description =
                                "Keys of the teams that go on with its work after a rename, merger or"
                                        + " split",
                        maxItems = 50)
                @Nullable List<String> replacedBy,
        @Schema(
                        description = "Active when absent",
                        enumeration = {"active", "retired"})
                @Nullable String status,
        @Schema(
                        description =
                                "First day on which a retired team is out of use: its memberships end"
                                        + " there. When absent, the day it is retired; null while it is"
                                        + " active",
                        nullable = true)
                @Nullable LocalDate retiredFrom,
        @Schema(description = "Why; kept in the history", maxLength = 2000, writeOnly = true)
                @Nullable String reason) {
    /** One membership. */
    @Schema(name = "Membership")
    record MembershipForm(
            @Schema(required = true, examples = "onboarding") String valueStream,
            @Schema(required = true, description = "First day") LocalDate from,
            @Schema(description = "First day after; open when null", nullable = true)
                    @Nullable LocalDate to) {}

    /** As it is answered. */
    @Schema(
            name = "DefinedTeam",
            allOf = {Keyed.class, TeamForm.class, VersionInfo.class})
    interface Defined {}

    /** A page of them. */
    @Schema(name = "TeamPage")
    record Page(List<Defined> items, @Nullable String next) {}
}
