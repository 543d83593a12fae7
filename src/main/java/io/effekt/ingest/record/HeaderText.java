package io.effekt.ingest.record;

import io.effekt.ingest.form.Utf8;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads headers of Kafka records as texts. */
final class HeaderText {
    private static final int LONGEST = 400;

    private HeaderText() {}

    /**
     * The text of the last header of that name; null when there is none, or when it is empty,
     * longer than 400 bytes, no UTF-8, or holds control characters.
     */
    static @Nullable String of(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        byte[] value = header == null ? null : header.value();
        if (value == null || value.length == 0 || value.length > LONGEST) {
            return null;
        }
        if (Utf8.fault(value, 0, value.length) >= 0 || holdsControl(value)) {
            return null;
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    private static boolean holdsControl(byte[] value) {
        for (byte b : value) {
            if ((b >= 0 && b < 0x20) || b == 0x7f) {
                return true;
            }
        }
        return false;
    }
}
