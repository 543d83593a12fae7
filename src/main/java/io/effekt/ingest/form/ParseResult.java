package io.effekt.ingest.form;

/**
 * A text read as a value, or why it could not be.
 *
 * @param <T> the value
 */
public sealed interface ParseResult<T> {
    record Value<T>(T value) implements ParseResult<T> {}

    /**
     * @param code {@code malformed} when it cannot be read at all, {@code invalid_value} when it is
     *     read and may not be
     * @param detail goes on from the field's name: "has to be …"
     */
    record Fault<T>(String code, String detail) implements ParseResult<T> {
        public static <T> Fault<T> malformed(String detail) {
            return new Fault<>("malformed", detail);
        }

        static <T> Fault<T> invalid(String detail) {
            return new Fault<>("invalid_value", detail);
        }
    }
}
