package io.effekt.kpi.projection;

import io.effekt.access.Limits;
import org.jspecify.annotations.Nullable;

/** What restricts a list of headlines; null restricts nothing. */
public record StatusFilter(
        @Nullable String kpi,
        @Nullable String scope,
        @Nullable String dimension,
        @Nullable String level,
        @Nullable String valueStream,
        @Nullable String status,
        @Nullable String afterKpi,
        @Nullable String afterScope,
        Limits limits) {}
