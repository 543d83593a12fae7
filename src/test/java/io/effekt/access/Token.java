package io.effekt.access;

import io.effekt.testing.TestProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A token of the test's provider, or one that pretends to be: header and claims as they are told.
 */
public final class Token {
    private final Map<String, String> header = new TreeMap<>();
    private final Map<String, String> claims = new TreeMap<>();

    /** A right one, for somebody who may read. */
    public static Token of(String subject, String... roles) {
        Instant now = Instant.now();
        Token token = new Token();
        token.header("alg", "\"RS256\"").header("typ", "\"JWT\"");
        token.header("kid", "\"" + TestProvider.KEY_ID + "\"");
        token.claim("iss", "\"" + System.getProperty(TestProvider.URL) + "\"");
        token.claim("aud", "\"effekt\"").claim("sub", "\"" + subject + "\"");
        token.claim("iat", Long.toString(now.getEpochSecond()));
        token.claim("exp", Long.toString(now.plusSeconds(300).getEpochSecond()));
        return token.claim("roles", "[\"" + String.join("\", \"", roles) + "\"]");
    }

    Token header(String name, String json) {
        header.put(name, json);
        return this;
    }

    public Token claim(String name, String json) {
        claims.put(name, json);
        return this;
    }

    Token without(String name) {
        header.remove(name);
        claims.remove(name);
        return this;
    }

    /** Signed by the provider. */
    public String signed() {
        return signed(privateKey());
    }

    /** Signed by the provider's key, by another algorithm that fits it, as it says itself. */
    String signedBy(String alg) {
        header("alg", "\"" + alg + "\"");
        int bits = Integer.parseInt(alg.substring(2));
        return alg.startsWith("PS")
                ? signed(
                        privateKey(),
                        "RSASSA-PSS",
                        new PSSParameterSpec(
                                "SHA-" + bits,
                                "MGF1",
                                new MGF1ParameterSpec("SHA-" + bits),
                                bits / 8,
                                1))
                : signed(privateKey(), "SHA" + bits + "withRSA", null);
    }

    public String signed(PrivateKey key) {
        return signed(key, "SHA256withRSA", null);
    }

    private String signed(
            PrivateKey key, String algorithm, @Nullable AlgorithmParameterSpec parameters) {
        try {
            Signature rsa = Signature.getInstance(algorithm);
            if (parameters != null) {
                rsa.setParameter(parameters);
            }
            rsa.initSign(key);
            rsa.update(open().getBytes(StandardCharsets.US_ASCII));
            return open() + "." + base64(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with a secret that everybody knows. */
    String withHmac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return open() + "." + base64(mac.doFinal(open().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String unsigned() {
        return open() + ".";
    }

    private String open() {
        return base64(json(header).getBytes(StandardCharsets.UTF_8))
                + "."
                + base64(json(claims).getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Map<String, String> fields) {
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) ->
                json.append(json.length() == 1 ? "" : ",")
                        .append('"')
                        .append(name)
                        .append("\":")
                        .append(value));
        return json.append('}').toString();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static PrivateKey privateKey() {
        try {
            byte[] encoded =
                    Base64.getDecoder().decode(System.getProperty(TestProvider.PRIVATE_KEY));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
