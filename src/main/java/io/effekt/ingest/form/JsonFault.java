package io.effekt.ingest.form;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.Locale;

/**
 * Why a text is no JSON, in words of ours: those of the library quote the text, which may hold what
 * somebody answered in a survey, and the sentence is kept and sent on.
 */
final class JsonFault {
    private JsonFault() {}

    static String of(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "it ends too early";
        }
        String message = e.getOriginalMessage();
        String said = message == null ? "" : message.toLowerCase(Locale.ROOT);
        if (said.startsWith("unrecognized token")) {
            return "a text without quotation marks, or a word that is neither true, false nor null";
        }
        if (said.contains("ctrl-char")) {
            return "a control character that is not escaped";
        }
        if (said.contains("escape")) {
            return "an escape after a backslash that there is not";
        }
        if (said.contains("numeric") || said.contains("number") || said.contains("digit")) {
            return "a number that is written wrongly";
        }
        return e instanceof JsonParseException
                ? "something else belongs there, perhaps a comma, a colon or a quotation mark"
                : "it cannot be read";
    }
}
