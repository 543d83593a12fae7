package io.effekt.statistics;

/**
 * A span of values that the true one lies in with the confidence that was asked for.
 *
 * @param lower not above {@code upper}
 */
public record Interval(double lower, double upper) {
    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("an interval's lower end lies above its upper one");
        }
    }

    /** Whether the point lies strictly between the ends. */
    public boolean holdsInside(double point) {
        return lower < point && point < upper;
    }

    /** The same interval in a unit that is {@code factor} times finer; factor above 0. */
    public Interval times(double factor) {
        return new Interval(lower * factor, upper * factor);
    }
}
