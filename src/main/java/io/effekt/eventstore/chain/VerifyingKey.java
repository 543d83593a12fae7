package io.effekt.eventstore.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** A public key of Ed25519, which heads are checked with. */
public final class VerifyingKey {
    static final String ALGORITHM = "Ed25519";

    private static final String LABEL = "PUBLIC KEY";

    private final PublicKey key;

    VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /**
     * Reads PEM, as {@code openssl pkey -pubout} writes it.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static VerifyingKey of(String pem) {
        try {
            return new VerifyingKey(
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(Pem.bytes(pem, LABEL))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no public key of Ed25519", e);
        }
    }

    /** The first 64 bits of the SHA-256 of the key (SubjectPublicKeyInfo, DER), hexadecimal. */
    public String id() {
        byte[] hash = ChainHash.sha256().digest(key.getEncoded());
        return HexFormat.of().formatHex(hash, 0, 8);
    }

    public String pem() {
        return Pem.text(key.getEncoded(), LABEL);
    }

    /**
     * @param signature Base64
     */
    public boolean holds(String text, String signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
