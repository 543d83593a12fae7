package io.effekt.json;

import org.jspecify.annotations.Nullable;

/** A text that is no JSON. The message is a sentence for its sender. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedJson(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence that says where and why. */
    public String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
