package io.effekt.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/**
 * Where the service will listen.
 *
 * @param host name or address; loopback unless told otherwise
 * @param port TCP port
 */
record Listening(String host, int port) {
    /** Reads {@code EFFEKT_HOST} and {@code EFFEKT_PORT}; an impossible port is refused. */
    static Listening of(Map<String, String> environment) {
        String port = environment.getOrDefault("EFFEKT_PORT", "8080");
        try {
            int number = Integer.parseInt(port);
            if (number < 0 || number > 65_535) {
                throw new NumberFormatException(port);
            }
            return new Listening(environment.getOrDefault("EFFEKT_HOST", "127.0.0.1"), number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "EFFEKT_PORT must be a number from 0 to 65535, not " + port + ".", e);
        }
    }

    /** Before servers are started for nothing: whether that address can be had. */
    void check() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Port %d of %s cannot be opened (%s): choose another one with --port or EFFEKT_PORT."
                            .formatted(port, host, e.getMessage()),
                    e);
        }
    }
}
