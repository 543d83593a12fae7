package io.effekt.organization;

import io.effekt.kernel.Slug;

/** A value stream: what teams work together for. */
public record ValueStream(String key, String name, boolean retired) {
    public ValueStream {
        Slug.require(key);
    }

    /** As the log names it: {@code value-stream:onboarding}. */
    public String subject() {
        return subject(key);
    }

    public static String subject(String key) {
        return "value-stream:" + key;
    }

    ValueStream asRetired() {
        return new ValueStream(key, name, true);
    }
}
