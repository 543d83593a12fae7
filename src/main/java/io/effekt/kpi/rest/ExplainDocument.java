package io.effekt.kpi.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an explanation says beside its row, for the API's description; ExplainJson writes it. */
@Schema(name = "Reasons")
record ExplainDocument(
        @Schema(
                        description = "In the language of Accept-Language",
                        examples =
                                "Digital adoption for team Platform in March 2026 was 74.5 %, 4.5 above"
                                        + " the target of at least 70 %, so it is on track.")
                String sentence,
        @Nullable Version definition,
        @Schema(description = "Null where no target is in force")
                @Nullable DatedTarget targetDefinition,
        @Schema(description = "Null where nothing was compared") @Nullable Compared compared,
        @Schema(description = "Null where none is set, and where it may not be told")
                @Nullable Baseline baseline,
        @Schema(description = "The sums; null without any, and where they may not be told")
                @Nullable Inputs inputs,
        @Schema(description = "Address of the list of what counted; null where inputs is")
                @Nullable String measurements,
        @Schema(description = "What was rolled up, at most 1,000") List<Child> children,
        @Schema(description = "How many children there are") int childCount,
        @Schema(
                        description =
                                "To the next better boundary; null on track and where nothing was compared")
                @Nullable Distance distance) {

    /** The row and the reasons as one object. */
    @Schema(
            name = "Explanation",
            allOf = {StatusDocument.Row.class, ExplainDocument.class})
    interface Whole {}

    /** Which version, who made it, when and why it was made so. */
    @Schema(name = "ExplainedVersion")
    record Version(
            int version,
            @Schema(format = "date-time") String since,
            String author,
            @Nullable String reason) {}

    /** The target as it was set. */
    @Schema(name = "ExplainedTarget")
    record DatedTarget(
            @Schema(description = "The scope it was set for") String scope,
            int version,
            @Schema(format = "date-time") String since,
            String author,
            @Nullable String reason,
            @Schema(format = "date") String from,
            @Schema(format = "date") @Nullable String to,
            @Schema(enumeration = {"absolute", "change", "percent_change"}) String basis,
            @Schema(enumeration = {"gte", "gt", "lte", "lt", "between"}) String comparator,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Nullable BigDecimal value,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Nullable BigDecimal lower,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Nullable BigDecimal upper,
            @Nullable Object warning) {}

    /** The boundaries that the value was held against, in the KPI's unit. */
    @Schema(name = "ComparedBoundaries")
    record Compared(
            @Schema(enumeration = {"gte", "gt", "lte", "lt", "between"}) String comparator,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Nullable BigDecimal value,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Nullable BigDecimal lower,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Nullable BigDecimal upper,
            @Nullable Object warning,
            @Schema(description = "Whether lower boundaries were cut to the days that are over")
                    boolean paced,
            long daysOver,
            long days) {}

    /** What changes are counted from. */
    @Schema(name = "ExplainedBaseline")
    record Baseline(
            @Schema(enumeration = {"fixed", "span"}) String kind,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Schema(format = "date")
                    @Nullable String from,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Schema(format = "date")
                    @Nullable String to,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) @Nullable Boolean locked,
            @Nullable BigDecimal value,
            int version,
            @Schema(format = "date-time") String since,
            String author,
            @Nullable String reason,
            @Schema(description = "The sums over the span; for a locked one those that were frozen")
                    @Nullable Object inputs) {}

    /** Sums; which there are depends on the KPI's shape. */
    @Schema(name = "Inputs")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Inputs(
            long n,
            @Schema(description = "Of values, or of scores where their mean is taken")
                    @Nullable BigDecimal sum,
            @Nullable BigDecimal sumWeight,
            @Nullable BigDecimal sumWeighted,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            @Nullable Object last,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable Integer scale,
            @Nullable Long answers,
            @Schema(description = "Answers of 9 and 10, for enps") @Nullable Long promoters,
            @Schema(description = "Answers of 0 to 6, for enps") @Nullable Long detractors,
            @Schema(description = "Answers of favourableFrom and above, for favourable")
                    @Nullable Long favourable,
            @Schema(description = "Answers by score; null for everybody but a steward")
                    @Nullable Map<String, Long> counts) {}

    /** One of what was rolled up. */
    @Schema(name = "ExplainedChild")
    record Child(
            String scope,
            @Schema(description = "Null for what was measured directly at the scope")
                    @Nullable String status,
            @Nullable BigDecimal value,
            @Schema(description = "Measured at a stream or at the organisation itself")
                    boolean direct,
            @Schema(description = "False where only a part of it counts here: a team that moved")
                    @Nullable Boolean whole,
            @Nullable String measurements) {}

    /** How far it is to the next better status. */
    @Schema(name = "Distance")
    record Distance(
            @Schema(enumeration = {"on_track", "at_risk"}) String to,
            BigDecimal boundary,
            BigDecimal by) {}
}
