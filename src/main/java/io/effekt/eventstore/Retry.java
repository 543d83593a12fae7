package io.effekt.eventstore;

import io.vertx.pgclient.PgException;
import java.util.Set;

/** Which failures come from what was to be stored, and which from the world around. */
public final class Retry {
    /** Data, integrity and limits of a value; everything else may be over in a while. */
    private static final Set<String> OF_THE_DATA = Set.of("21", "22", "23", "54");

    private static final long LONGEST_MILLIS = 5_000;

    private Retry() {}

    /** Whether trying again is in vain. */
    public static boolean isOfTheData(RuntimeException e) {
        return switch (e) {
            case PgException pg ->
                    pg.getSqlState() != null
                            && OF_THE_DATA.contains(pg.getSqlState().substring(0, 2));
            case IllegalArgumentException illegal -> true;
            case ArithmeticException overflow -> true;
            default -> false;
        };
    }

    /** Waits before the next attempt: 50 ms, doubled each time, 5 s at most. */
    public static void pause(int attempt) {
        try {
            Thread.sleep(Math.min(LONGEST_MILLIS, 50L << Math.min(attempt - 1, 10)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting", e);
        }
    }
}
