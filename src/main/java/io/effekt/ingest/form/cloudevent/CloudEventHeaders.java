package io.effekt.ingest.form.cloudevent;

import io.effekt.ingest.form.ParseResult;
import io.effekt.ingest.form.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of a CloudEvent in the headers of a request: the binary mode over HTTP. */
public final class CloudEventHeaders {
    private static final String PREFIX = "ce-";

    private CloudEventHeaders() {}

    /**
     * Reads them.
     *
     * @param headers by their names in any spelling
     * @return null when the request is no event
     */
    public static @Nullable CloudEventBuilder read(Map<String, List<String>> headers) {
        CloudEventBuilder draft = new CloudEventBuilder(PREFIX);
        boolean found = false;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.startsWith(PREFIX)) {
                continue;
            }
            found = true;
            String attribute = name.substring(PREFIX.length());
            if (attribute.equals("datacontenttype")) {
                draft.refuse("malformed", attribute, "is said in Content-Type; leave it out");
            } else if (CloudEventBuilder.isKnown(attribute)) {
                header.getValue().forEach(value -> value(attribute, value, draft));
            }
        }
        return found ? draft : null;
    }

    private static void value(String attribute, String value, CloudEventBuilder draft) {
        switch (decoded(value)) {
            case ParseResult.Value<String>(String text) -> draft.text(attribute, text);
            case ParseResult.Fault<String>(String code, String detail) ->
                    draft.refuse(code, attribute, detail);
        }
    }

    /** A value as it was before it became a header: quotes first, as of old, then percents. */
    static ParseResult<String> decoded(String value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        boolean quoted = value.startsWith("\"");
        int end = quoted ? value.length() - 1 : value.length();
        if (quoted && (end < 1 || value.charAt(end) != '"')) {
            return ParseResult.Fault.malformed("has a quotation mark without the other one");
        }
        for (int i = quoted ? 1 : 0; i < end; i++) {
            if (quoted && value.charAt(i) == '\\' && i + 1 < end) {
                i++;
            }
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return ParseResult.Fault.malformed(
                        "may hold printable ASCII only; write others percent-encoded, as %C3%B8");
            }
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int high = i + 2 < end ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = i + 2 < end ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return ParseResult.Fault.malformed(
                        "has a % without two hexadecimal digits; write a % itself as %25");
            }
            bytes.write(16 * high + low);
            i += 2;
        }
        byte[] text = bytes.toByteArray();
        return Utf8.fault(text, 0, text.length) >= 0
                ? ParseResult.Fault.malformed("is no UTF-8 once percents are decoded")
                : new ParseResult.Value<>(new String(text, StandardCharsets.UTF_8));
    }
}
