package io.effekt.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server cannot be had; the message is one sentence that names the cure. */
public final class EmbeddedServersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedServersException(String message) {
        super(message);
    }

    public EmbeddedServersException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
