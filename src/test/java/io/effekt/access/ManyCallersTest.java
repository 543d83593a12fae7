package io.effekt.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.allowance.AllowanceSettings;
import io.effekt.access.allowance.Allowances;
import io.effekt.access.keys.Keys;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ManyCallersTest {
    private static final int CALLERS = 100_000;

    @Inject Keys keys;
    @Inject AccessSettings access;
    @Inject AllowanceSettings settings;

    @Test
    void ofManyCallersNoMoreAreRememberedThanIsSet() {
        Allowances allowances = new Allowances(keys, access, settings);
        for (int i = 0; i < CALLERS; i++) {
            HttpServerRequest request =
                    from("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
            assertTrue(allowances.charge(request) instanceof Allowances.Charge.Counted, "free");
            allowances.chargePerson(from("10.0.0.1", "Bearer a.b." + i), "person:" + i);
        }

        assertEquals(10_000, settings.remembered());
        assertTrue(allowances.remembered() <= 3 * 10_000, "remembers " + allowances.remembered());
    }

    private static HttpServerRequest from(String address) {
        return from(address, MultiMap.caseInsensitiveMultiMap());
    }

    private static HttpServerRequest from(String address, String authorization) {
        return from(
                address, MultiMap.caseInsensitiveMultiMap().add("Authorization", authorization));
    }

    private static HttpServerRequest from(String address, MultiMap headers) {
        SocketAddress remote = SocketAddress.inetSocketAddress(1_024, address);
        return (HttpServerRequest)
                Proxy.newProxyInstance(
                        ManyCallersTest.class.getClassLoader(),
                        new Class<?>[] {HttpServerRequest.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "headers" -> headers;
                                    case "getHeader" -> headers.get((String) arguments[0]);
                                    case "remoteAddress" -> remote;
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }
}
