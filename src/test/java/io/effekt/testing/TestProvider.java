package io.effekt.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider of OpenID Connect as a server of its own: its metadata and its keys. What tests need
 * of it they find in system properties, because they live under another class loader.
 */
public final class TestProvider implements AutoCloseable {
    public static final String URL = "effekt.test.provider";
    public static final String PRIVATE_KEY = "effekt.test.provider.private-key";
    public static final String PUBLIC_KEY = "effekt.test.provider.public-key";
    public static final String KEY_ID = "first";

    private final HttpServer server;
    private final KeyPair keys;
    private final AtomicInteger calls = new AtomicInteger();

    private TestProvider(HttpServer server, KeyPair keys) {
        this.server = server;
        this.keys = keys;
    }

    public static TestProvider start() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            TestProvider provider = new TestProvider(server, generator.generateKeyPair());
            server.createContext(
                    "/realm/.well-known/openid-configuration",
                    exchange -> provider.answer(exchange, provider.metadata()));
            server.createContext(
                    "/realm/keys", exchange -> provider.answer(exchange, provider.jwks()));
            server.start();
            Base64.Encoder base64 = Base64.getEncoder();
            System.setProperty(URL, provider.url());
            System.setProperty(
                    PRIVATE_KEY, base64.encodeToString(provider.keys.getPrivate().getEncoded()));
            System.setProperty(
                    PUBLIC_KEY, base64.encodeToString(provider.keys.getPublic().getEncoded()));
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        calls.incrementAndGet();
        System.setProperty(URL + ".calls", Integer.toString(calls.get()));
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String metadata() {
        return """
        {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "token_endpoint": "%1$s/token",
         "authorization_endpoint": "%1$s/auth", "introspection_endpoint": "%1$s/introspect",
         "userinfo_endpoint": "%1$s/userinfo",
         "id_token_signing_alg_values_supported": ["RS256"], "subject_types_supported": ["public"],
         "response_types_supported": ["code"]}
        """
                .formatted(url());
    }

    private String jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return """
        {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "%s", "n": "%s", "e": "%s"}]}
        """
                .formatted(KEY_ID, number(key.getModulus()), number(key.getPublicExponent()));
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int skip = bytes[0] == 0 ? 1 : 0;
        byte[] unsigned = java.util.Arrays.copyOfRange(bytes, skip, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
