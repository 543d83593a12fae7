package io.effekt.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * How much of the log something is true for: the last sequence of the decision log and of every
 * measurement partition. To a client it is one opaque string.
 *
 * @param sequences index 0 is the decision log, index p + 1 the measurement partition p
 */
public record Position(long... sequences) {
    public Position {
        sequences = sequences.clone();
    }

    @Override
    public long[] sequences() {
        return sequences.clone();
    }

    public long decisions() {
        return sequences[0];
    }

    /** How many measurement partitions there are. */
    public int partitions() {
        return sequences.length - 1;
    }

    public long measurements(int partition) {
        return sequences[partition + 1];
    }

    /** The opaque text: variable-length integers in URL-safe base 64. */
    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(sequences.length * 10);
        for (long sequence : sequences) {
            long rest = sequence;
            while (rest > 0x7f) {
                bytes.put((byte) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            bytes.put((byte) rest);
        }
        bytes.flip();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(bytes.array(), bytes.limit()));
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException when it is not such a text
     */
    public static Position parse(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        long[] sequences = new long[bytes.length];
        int count = 0;
        int shift = 0;
        long value = 0;
        for (byte b : bytes) {
            value |= (long) (b & 0x7f) << shift;
            shift += 7;
            if (b >= 0) {
                sequences[count++] = value;
                value = 0;
                shift = 0;
            } else if (shift > 62) {
                throw new IllegalArgumentException("not a position");
            }
        }
        if (shift != 0 || count == 0) {
            throw new IllegalArgumentException("not a position");
        }
        return new Position(Arrays.copyOf(sequences, count));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Position that && Arrays.equals(sequences, that.sequences);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sequences);
    }

    @Override
    public String toString() {
        return Arrays.toString(sequences);
    }
}
