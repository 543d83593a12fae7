package io.effekt.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;

/** Whether a request comes from the machine that the service runs on. */
public final class LoopbackCheck {
    /** Headers of a proxy: what it passes on comes from elsewhere, wherever the proxy runs. */
    private static final List<String> PASSED_ON =
            List.of(
                    "Forwarded",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Port",
                    "X-Forwarded-Server",
                    "X-Real-IP",
                    "Via");

    private LoopbackCheck() {}

    public static boolean is(HttpServerRequest request) {
        return isLoopback(request.connection().remoteAddress())
                && isLoopback(request.remoteAddress())
                && PASSED_ON.stream().noneMatch(request.headers()::contains);
    }

    static boolean isLoopback(SocketAddress remote) {
        String address = remote == null ? null : remote.hostAddress();
        try {
            return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
