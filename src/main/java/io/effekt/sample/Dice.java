package io.effekt.sample;

import java.time.LocalDate;

/**
 * Chance that falls the same way for the same words on every day and every machine: SplitMix64,
 * begun with a hash of seed, KPI, scope and date.
 */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /** Dice for one KPI at one scope on one day. */
    static Dice of(long seed, String kpi, String scope, LocalDate day) {
        long hash = 0xCBF29CE484222325L ^ seed;
        String words = kpi + '|' + scope + '|' + day;
        for (int i = 0; i < words.length(); i++) {
            hash = (hash ^ words.charAt(i)) * 0x100000001B3L;
        }
        return new Dice(hash);
    }

    /** Dice for what does not change with time, for instance how well a team does. */
    static Dice of(long seed, String kpi, String scope) {
        return of(seed, kpi, scope, LocalDate.EPOCH);
    }

    private long next() {
        state += GOLDEN;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0, inclusive, to 1, exclusive. */
    double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    double between(double low, double high) {
        return low + (high - low) * fraction();
    }

    /** A whole number, both ends included. */
    int whole(int low, int high) {
        return low + (int) (fraction() * (high - low + 1));
    }

    boolean chance(double probability) {
        return fraction() < probability;
    }

    /** About normally distributed around 0 with that spread; never more than six spreads away. */
    double noise(double spread) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += fraction();
        }
        return sum * spread;
    }

    /** How many of so many tries succeed. */
    int hits(int tries, double probability) {
        int hits = 0;
        for (int i = 0; i < tries; i++) {
            if (chance(probability)) {
                hits++;
            }
        }
        return hits;
    }
}
