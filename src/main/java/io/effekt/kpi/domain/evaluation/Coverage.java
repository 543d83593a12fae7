package io.effekt.kpi.domain.evaluation;

/**
 * How much of a stream or of the organisation a rolled-up row rests on.
 *
 * @param teams teams that were members on any day of the period
 * @param withData those of them with data in the period
 * @param reportedBefore those of them that had reported the KPI before the period's end
 */
public record Coverage(int teams, int withData, int reportedBefore) {
    /** The same of so many teams. */
    public Coverage of(int others) {
        return new Coverage(others, withData, reportedBefore);
    }
}
