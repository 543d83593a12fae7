package io.effekt.ingest.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.effekt.kernel.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Bytes as one JSON text; says in words of ours why they are none. */
public final class JsonText {
    private JsonText() {}

    /** Reads what is in the text, all of it. */
    public interface Reader {
        /** The parser stands before the first token; afterwards on the last one. */
        ParsedBody read(JsonParser json) throws IOException;
    }

    public static ParsedBody read(
            JsonFactory factory, byte[] bytes, int from, int to, Reader reader) {
        Refusal encoding = encodingFault(bytes, from, to);
        if (encoding != null) {
            return new ParsedBody.Unreadable(encoding);
        }
        try (JsonParser json = new FieldNameLimit(factory.createParser(bytes, from, to - from))) {
            ParsedBody body = reader.read(json);
            if (body instanceof ParsedBody.Items && json.nextToken() != null) {
                return malformed(
                        "there is something after the end of the JSON text"
                                + place(json.currentTokenLocation()));
            }
            return body;
        } catch (ArrayIndexOutOfBoundsException e) {
            // Jackson's table of names, filled with names that are made to collide.
            return malformed("the body has field names that are made to be slow to read");
        } catch (StreamConstraintsException e) {
            return unreadable(
                    e, "is nested too deeply, has too many different names, or is made to be slow");
        } catch (JsonProcessingException e) {
            return unreadable(e, "is no JSON: " + JsonFault.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail to be read", e);
        }
    }

    private static @Nullable Refusal encodingFault(byte[] bytes, int from, int to) {
        int fault = Utf8.fault(bytes, from, to);
        if (fault >= 0) {
            return Refusal.of(
                    "malformed",
                    "the body is no UTF-8 at byte " + (fault + 1) + "; send it as UTF-8");
        }
        for (int i = from; i < Math.min(to, from + 4); i++) {
            // Else the parser would take it for UTF-16 or UTF-32.
            if (bytes[i] == 0) {
                return Refusal.of("malformed", "the body begins with a NUL byte; send UTF-8");
            }
        }
        return null;
    }

    private static ParsedBody unreadable(JsonProcessingException e, String what) {
        return malformed("the body " + what + place(e.getLocation()));
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    public static ParsedBody malformed(String detail) {
        return new ParsedBody.Unreadable(Refusal.of("malformed", detail));
    }

    /**
     * Where a token begins or ends, in bytes from the first of the array.
     *
     * @param from where the text begins: the parser counts from there
     */
    public static int offset(int from, JsonLocation location) {
        return from + (int) location.getByteOffset();
    }
}
