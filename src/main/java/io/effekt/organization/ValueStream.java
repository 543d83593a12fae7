package io.effekt.organization;

import io.effekt.kernel.Slug;

/** A value stream: what teams work together for. */
public record ValueStream(String key, String name, boolean retired) {
    public ValueStream {
        Slug.require(key);
    }
}
