package io.effekt.http;

import io.effekt.json.Form;
import io.effekt.kernel.PlainText;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Secrets;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Why something is changed: the field {@code reason} of any body, or a header. */
public final class ChangeReason {
    public static final String HEADER = "Effekt-Reason";
    private static final int LONGEST = 2_000;

    private ChangeReason() {}

    /** The reason in the body, otherwise that in the header; null for none. */
    public static @Nullable String of(Form body, HttpHeaders headers) {
        String reason = body.prose("reason");
        if (reason == null) {
            return of(headers);
        }
        if (reason.length() > LONGEST) {
            body.refuse("invalid-text", "reason", tooLong());
        }
        return reason.isBlank() ? null : Secrets.masked(reason);
    }

    /**
     * The reason in the header; null for none.
     *
     * @throws ProblemException 400 when it is too long or no UTF-8
     */
    public static @Nullable String of(HttpHeaders headers) {
        String header = headers.getHeaderString(HEADER);
        if (header == null || header.isBlank()) {
            return null;
        }
        if (header.length() > LONGEST) {
            throw Problem.of(400, "invalid-text", tooLong()).exception();
        }
        String reason = utf8(header).strip();
        PlainText.hidden(reason)
                .ifPresent(point -> {
                    throw Problem.of(
                                    400,
                                    "invalid-text",
                                    "The reason " + PlainText.refusal(point) + ".")
                            .exception();
                });
        return Secrets.masked(reason);
    }

    /** Headers come here with a character for each byte, and are UTF-8 or nothing. */
    private static String utf8(String header) {
        try {
            byte[] sent = header.getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(sent)).toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(
                            400,
                            "invalid-text",
                            "The header "
                                    + HEADER
                                    + " holds bytes that are no UTF-8; send it as UTF-8, or"
                                    + " 'reason' in the body.")
                    .exception();
        }
    }

    private static String tooLong() {
        return "A reason has at most " + LONGEST + " characters.";
    }
}
