package io.effekt.testing;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A share of the attacks on one operation: in {@code .ci/run} each operation meets half of them,
 * another half from run to run; in {@code .ci/nightly} all of them ({@code -Dattacks.share=1}).
 */
public final class Attacks {
    private static final int SHARE = Integer.getInteger("attacks.share", 2);
    private static final int FIRST = (int) (System.nanoTime() & 0xffff);

    private Attacks() {}

    /** Every second one, beginning elsewhere for the next operation. */
    public static <T> List<T> share(List<T> all, int operation) {
        return IntStream.range(0, all.size())
                .filter(i -> (i + operation + FIRST) % SHARE == 0)
                .mapToObj(all::get)
                .toList();
    }
}
