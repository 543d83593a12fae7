package io.effekt.http;

import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id of a request, as its answer carries it in {@code X-Request-Id}. */
public final class RequestId {
    private static final String KEY = "effekt.request-id";

    private RequestId() {}

    /** Keeps it with the request. */
    public static void put(RoutingContext context, String id) {
        context.put(KEY, id);
    }

    /** The id; one of its own where none was kept. */
    public static String of(RoutingContext context) {
        @Nullable String id = context.get(KEY);
        return id == null ? UUID.randomUUID().toString() : id;
    }

    /** The same as a UUID: itself, or one that the same text always gives. */
    public static UUID uuid(RoutingContext context) {
        String id = of(context);
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        }
    }
}
