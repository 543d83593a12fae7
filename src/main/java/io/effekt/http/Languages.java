package io.effekt.http;

import io.effekt.kernel.Language;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Which language is asked for, and the headers that say which one is answered in. */
public final class Languages {
    private Languages() {}

    public static Language of(HttpHeaders headers) {
        String asked = headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE);
        return asked == null || asked.isBlank() ? Language.EN : Language.of(asked);
    }

    /** The answer, marked as one that depends on the language. */
    public static Response in(Language language, Response answer) {
        return Response.fromResponse(answer)
                .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }
}
