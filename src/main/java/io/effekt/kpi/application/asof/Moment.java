package io.effekt.kpi.application.asof;

import io.effekt.kernel.Position;
import io.effekt.kpi.domain.definition.Definitions;
import java.time.Instant;

/** A moment with all that was known by then. */
public record Moment(Definitions definitions, Position position, Instant at, Instant asOf) {}
