package io.effekt.ingest.form;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends the reading of a body that has more different names of fields than measurements can have:
 * the parser keeps each of them, and they take ten times the memory of the body.
 */
final class FieldNameLimit extends JsonParserDelegate {
    private static final int MOST = 2_000;

    private final Set<String> names = new HashSet<>();

    FieldNameLimit(JsonParser json) {
        super(json);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token == JsonToken.FIELD_NAME && names.add(currentName()) && names.size() > MOST) {
            throw new StreamConstraintsException(
                    "more than " + MOST + " different names", currentLocation());
        }
        return token;
    }

    /** Names that are skipped are kept like others. */
    @Override
    public JsonParser skipChildren() throws IOException {
        if (currentToken() == JsonToken.START_OBJECT || currentToken() == JsonToken.START_ARRAY) {
            int open = 1;
            while (open > 0) {
                JsonToken token = nextToken();
                if (token == null) {
                    break;
                }
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
        }
        return this;
    }
}
