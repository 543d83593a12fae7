package io.effekt.http.body;

import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request as a JSON object. */
public final class JsonForm {
    private JsonForm() {}

    /**
     * @param body null when there was none
     * @throws ProblemException 400 when it is no JSON object
     */
    public static Form of(byte @Nullable [] body) {
        try {
            return Form.of(Json.read(body == null ? new byte[0] : body));
        } catch (MalformedJson e) {
            throw Problem.malformed(e.sentence()).exception();
        }
    }

    /**
     * @throws ProblemException 400 when it is no JSON object
     */
    public static Form of(InputStream body) {
        return of(bytes(body));
    }

    /**
     * The empty object where there is no body.
     *
     * @throws ProblemException 400 when there is one that is no JSON object
     */
    public static Form ofOptional(byte @Nullable [] body) {
        return body == null || body.length == 0 ? Form.of(Json.object()) : of(body);
    }

    /** Like {@link #ofOptional(byte[])}. */
    public static Form ofOptional(InputStream body) {
        return ofOptional(bytes(body));
    }

    private static byte[] bytes(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
