package io.effekt.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackCheckTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.8.9.10, true",
        "::1, true",
        "::ffff:127.0.0.1, true",
        "128.0.0.1, false",
        "10.0.0.1, false",
        "0.0.0.0, false",
        "::2, false",
        "fe80::1, false"
    })
    void onlyLoopbackIsNearby(String address, boolean isNearby) {
        assertEquals(
                isNearby, LoopbackCheck.isLoopback(SocketAddress.inetSocketAddress(80, address)));
    }
}
