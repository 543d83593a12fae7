package io.effekt.ingest.form.cloudevent;

import io.effekt.ingest.form.FreeText;
import io.effekt.ingest.form.ParseResult;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.Quoted;
import io.effekt.kernel.Refusal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one CloudEvent while they are being read, whatever carries them. Keeps the
 * first thing that is wrong; {@link #fault} judges the whole. Extensions say nothing here.
 */
public final class CloudEventBuilder {
    /** The one type of event that is known here. */
    public static final String TYPE = "io.effekt.measurement.v1";

    public static final String UNKNOWN_TYPE = "unknown_event_type";
    public static final String OTHER_VERSION = "unsupported_specversion";
    public static final String OTHER_DATA = "unsupported_data";

    private static final String VERSION = "1.0";
    private static final int SOURCE_LENGTH = 200;
    private static final int ID_LENGTH = 100;
    private static final Set<String> KNOWN =
            Set.of(
                    "specversion",
                    "type",
                    "source",
                    "id",
                    "time",
                    "subject",
                    "dataschema",
                    "datacontenttype");
    private static final List<String> REQUIRED = List.of("specversion", "type", "source", "id");

    /** Of the fraction only what Java's clock can hold; RFC 3339 has no end of it. */
    private static final Pattern TIME =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:)(\\d\\d)(?:\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    private static final Pattern JSON =
            Pattern.compile("(application|text)/json|[^/]+/[^/]+\\+json");
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset=\"?([^;\"\\s]+)");

    private final Map<String, String> texts = new HashMap<>();
    private final String prefix;
    private @Nullable Refusal refusal;

    /**
     * @param prefix what the carrier writes before the name of an attribute: {@code ce-} in a
     *     request's headers
     */
    public CloudEventBuilder(String prefix) {
        this.prefix = prefix;
    }

    /** Whether it is no extension. */
    static boolean isKnown(String attribute) {
        return KNOWN.contains(attribute);
    }

    /** Notes that something is wrong; only the first is kept. */
    public void refuse(String code, String attribute, String detail) {
        if (refusal == null) {
            refusal =
                    new Refusal(
                            code,
                            "/" + Quoted.pointer(prefix + attribute),
                            "'" + Quoted.text(prefix + attribute) + "' " + detail);
        }
    }

    /** An attribute that is known, as it was before the carrier wrote it. */
    public void text(String attribute, String value) {
        if (texts.put(attribute, value) != null) {
            refuse("malformed", attribute, "is given twice; give it once");
        }
    }

    /** What the attributes say, once nothing is wrong with them. */
    public CloudEvent event() {
        return new CloudEvent(texts.getOrDefault("source", ""), texts.getOrDefault("id", ""));
    }

    /** The event as an item by itself, which is refused. */
    public ParsedItem refused(int index, Refusal why, byte[] bytes) {
        return new ParsedItem.Refused(
                index,
                shown("source", SOURCE_LENGTH),
                shown("id", ID_LENGTH),
                null,
                null,
                why,
                bytes);
    }

    /** What cannot be stored is as good as not given. */
    private @Nullable String shown(String attribute, int most) {
        String text = texts.getOrDefault(attribute, "");
        return FreeText.name(text, most) instanceof ParseResult.Value<String> ? text : null;
    }

    /** The first thing that is wrong with the attributes; null for nothing. */
    public @Nullable Refusal fault() {
        if (refusal == null) {
            REQUIRED.forEach(this::require);
        }
        if (refusal == null) {
            judge();
        }
        return refusal;
    }

    private void require(String attribute) {
        String text = texts.get(attribute);
        if (text == null || text.isEmpty()) {
            refuse("malformed", attribute, "is required of an event: " + example(attribute));
        }
    }

    private static String example(String attribute) {
        return switch (attribute) {
            case "specversion" -> "send " + VERSION;
            case "type" -> "send " + TYPE;
            case "source" -> "name who sends, like urn:example:hr";
            default -> "give one of your own for each event";
        };
    }

    private void judge() {
        String version = texts.getOrDefault("specversion", "");
        if (!version.equals(VERSION)) {
            refuse(
                    OTHER_VERSION,
                    "specversion",
                    "has to be " + VERSION + "; send the event as CloudEvents " + VERSION);
        }
        String type = texts.getOrDefault("type", "");
        if (!type.equals(TYPE)) {
            refuse(
                    UNKNOWN_TYPE,
                    "type",
                    "is '" + Quoted.text(type) + "', which is not known here; send " + TYPE);
        }
        keep("source", FreeText.uriReference(texts.getOrDefault("source", ""), SOURCE_LENGTH));
        keep("id", FreeText.name(texts.getOrDefault("id", ""), ID_LENGTH));
        String time = texts.get("time");
        if (time != null && !isTime(time)) {
            refuse(
                    "malformed",
                    "time",
                    "has to be a time with date and offset, like 2026-01-17T14:00:00Z");
        }
        String data = texts.get("datacontenttype");
        if (data != null && !isJson(data)) {
            refuse(
                    OTHER_DATA,
                    "datacontenttype",
                    "has to be application/json, in UTF-8; send the measurement as JSON");
        }
    }

    private void keep(String attribute, ParseResult<String> reading) {
        if (reading instanceof ParseResult.Fault<String>(String code, String detail)) {
            refuse(code, attribute, detail);
        }
    }

    private static boolean isTime(String text) {
        Matcher time = TIME.matcher(text.toUpperCase(Locale.ROOT));
        if (text.length() > 100 || !time.matches()) {
            return false;
        }
        try {
            // RFC 3339 has leap seconds, and Java has none.
            String second = time.group(2).equals("60") ? "59" : time.group(2);
            OffsetDateTime.parse(time.group(1) + second + time.group(3));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isJson(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        int end = lower.indexOf(';');
        Matcher charset = CHARSET.matcher(lower);
        return JSON.matcher(end < 0 ? lower : lower.substring(0, end).strip()).matches()
                && (!charset.find() || charset.group(1).matches("utf-?8"));
    }
}
