package io.effekt.eventstore.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A private key of Ed25519, and what it signs. */
public final class SigningKey {
    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, VerifyingKey verifying) {
        this.key = key;
        this.verifying = verifying;
    }

    /**
     * Reads PKCS#8 in PEM, as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @throws IllegalStateException when there is no such key in the file
     */
    public static SigningKey in(Path file) {
        try {
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Pem.bytes(Files.readString(file), LABEL));
            PrivateKey key = KeyFactory.getInstance(VerifyingKey.ALGORITHM).generatePrivate(spec);
            SigningKey signing = new SigningKey(key, new VerifyingKey(publicOf(key)));
            if (!signing.verifying.holds("effekt", signing.sign("effekt"))) {
                throw new IllegalStateException("its public key cannot be found");
            }
            return signing;
        } catch (IOException e) {
            throw new UncheckedIOException("the signing key cannot be read", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "no private key of Ed25519 lies in %s: make one with openssl genpkey -algorithm ed25519"
                            .formatted(file),
                    e);
        }
    }

    /** A fresh key as PEM. */
    public static String fresh() {
        try {
            PrivateKey key =
                    KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM)
                            .generateKeyPair()
                            .getPrivate();
            return Pem.text(key.getEncoded(), LABEL);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    public VerifyingKey verifying() {
        return verifying;
    }

    /** The signature over the UTF-8 of a text, in Base64. */
    public String sign(String text) {
        try {
            Signature signature = Signature.getInstance(VerifyingKey.ALGORITHM);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /**
     * Java has no function from the private key to the public one; but a pair made with the private
     * key's bytes as its chance is that pair.
     */
    private static PublicKey publicOf(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow(() -> noKey());
        KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
        return generator.generateKeyPair().getPublic();
    }

    private static GeneralSecurityException noKey() {
        return new GeneralSecurityException("the key does not show its bytes");
    }

    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Given(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] wanted) {
            System.arraycopy(bytes, 0, wanted, 0, wanted.length);
        }
    }
}
