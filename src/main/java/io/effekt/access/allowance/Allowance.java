package io.effekt.access.allowance;

import io.effekt.kernel.Problem;
import java.time.Duration;
import java.util.Optional;

/**
 * What a caller has left after a request: the structured fields {@code RateLimit} and {@code
 * RateLimit-Policy} of the IETF's draft on rate limit headers.
 *
 * @param quota requests in each window
 * @param left of them
 * @param full until nothing is used any more
 * @param next until one more may be sent; zero where this one may
 */
public record Allowance(long quota, Duration window, long left, Duration full, Duration next) {
    private static final String NAME = "\"requests\"";

    /** Whether this request was one too many. */
    public boolean isUsedUp() {
        return !next.isZero();
    }

    /** {@code "requests";q=1000;w=10}. */
    public String policy() {
        return NAME + ";q=" + quota + ";w=" + window.toSeconds();
    }

    /** {@code "requests";r=999;t=1}. */
    public String state() {
        return NAME + ";r=" + left + ";t=" + seconds(full);
    }

    /** What to answer where it is used up. */
    public Optional<Problem> refusal() {
        return isUsedUp()
                ? Optional.of(
                        Problem.of(
                                        429,
                                        "too-many-requests",
                                        "More than "
                                                + quota
                                                + " requests in "
                                                + window.toSeconds()
                                                + " s: wait as many seconds as Retry-After says,"
                                                + " and send more in one call or less often.")
                                .withHeader("Retry-After", Long.toString(seconds(next))))
                : Optional.empty();
    }

    private static long seconds(Duration some) {
        return some.plusNanos(999_999_999).toSeconds();
    }
}
