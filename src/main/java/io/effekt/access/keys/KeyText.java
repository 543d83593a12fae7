package io.effekt.access.keys;

import io.effekt.eventstore.chain.ChainHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A key as its owner holds it: {@code effekt_<8 public>_<32 base62><6 checksum>}. The public part
 * names it in lists and logs; the checksum (CRC-32 of all that stands before it, base62) lets a
 * scanner tell a key from chance, and refuses a typing error without looking anything up.
 *
 * @param id the public part
 * @param secret the 32 characters that nobody else knows: 190 bits
 */
public record KeyText(String id, String secret) {
    static final int LENGTH = 7 + 8 + 1 + 32 + 6;

    private static final String PREFIX = "effekt_";
    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID = 8;
    private static final int SECRET = 32;
    private static final int CHECKSUM = 6;

    /** A new one that nobody has seen. */
    public static KeyText random(SecureRandom random) {
        return new KeyText(random(random, ID), random(random, SECRET));
    }

    private static String random(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(BASE62.charAt(random.nextInt(BASE62.length())));
        }
        return text.toString();
    }

    /** Whether it looks like one of our keys and like nothing else. */
    static boolean isMeant(String text) {
        return text.startsWith(PREFIX);
    }

    /** Reads one; empty for what cannot be a key of ours. */
    public static Optional<KeyText> read(String text) {
        int secret = PREFIX.length() + ID + 1;
        if (text.length() != LENGTH
                || !isMeant(text)
                || text.charAt(secret - 1) != '_'
                || !isBase62(text, PREFIX.length(), secret - 1)
                || !isBase62(text, secret, LENGTH)) {
            return Optional.empty();
        }
        KeyText read =
                new KeyText(
                        text.substring(PREFIX.length(), secret - 1),
                        text.substring(secret, secret + SECRET));
        return read.text().equals(text) ? Optional.of(read) : Optional.empty();
    }

    private static boolean isBase62(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (BASE62.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** As it is written down. */
    public String text() {
        String open = PREFIX + id + "_" + secret;
        return open + checksum(open);
    }

    private static String checksum(String open) {
        CRC32 crc = new CRC32();
        crc.update(open.getBytes(StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder(CHECKSUM);
        long rest = crc.getValue();
        for (int i = 0; i < CHECKSUM; i++) {
            text.append(BASE62.charAt((int) (rest % BASE62.length())));
            rest /= BASE62.length();
        }
        return text.reverse().toString();
    }

    /** SHA-256 of the whole, in hexadecimal: all that is stored. */
    public String hash() {
        return HexFormat.of()
                .formatHex(ChainHash.sha256().digest(text().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Never says the secret. */
    @Override
    public String toString() {
        return PREFIX + id;
    }
}
