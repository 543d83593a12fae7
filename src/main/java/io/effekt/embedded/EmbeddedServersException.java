package io.effekt.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server cannot be had; the message is one sentence that names the cure. */
public final class EmbeddedServersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    public EmbeddedServersException(String sentence) {
        this(sentence, null);
    }

    public EmbeddedServersException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
