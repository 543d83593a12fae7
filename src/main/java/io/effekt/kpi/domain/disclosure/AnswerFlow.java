package io.effekt.kpi.domain.disclosure;

import io.effekt.kpi.domain.measurement.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers that counted at the same origins in every state of a period.
 *
 * @param chain the chain of corrections that they belong to; null for any
 * @param through where they counted in each state; null where they did not
 * @param count number of answers
 */
record AnswerFlow(@Nullable String chain, List<@Nullable Origin> through, long count) {}
