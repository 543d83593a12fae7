package io.effekt.eventstore.chain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Heads that were saved elsewhere.
 *
 * @param text what was signed, to the letter
 * @param signature Base64; null for heads of a service without a key
 * @param keyId the key that they say they were signed with; null for none
 */
public record SignedHeads(String text, @Nullable String signature, @Nullable String keyId) {
    /**
     * Why they prove nothing; empty when they do.
     *
     * @param trusted keys by their ids
     * @param stores ids that this store has had
     */
    public Optional<String> problem(Map<String, VerifyingKey> trusted, Set<UUID> stores) {
        HeadsDocument document;
        try {
            document = HeadsDocument.read(text);
        } catch (IllegalArgumentException e) {
            return Optional.of("'signed' is not what GET /log/head answers.");
        }
        if (signature == null || keyId == null) {
            return Optional.of("They are not signed: save signed heads.");
        }
        VerifyingKey key = trusted.get(keyId);
        if (key == null) {
            return Optional.of(
                    "They are signed with key %s, which is not trusted: name its public key."
                            .formatted(keyId.replaceAll("[^0-9a-f]", "?")));
        }
        if (!key.holds(text, signature)) {
            return Optional.of("The signature is not that of the heads: they were changed.");
        }
        return stores.contains(document.store())
                ? Optional.empty()
                : Optional.of("They are of another store, %s.".formatted(document.store()));
    }

    /** What they say; only when there is no {@link #problem}. */
    public HeadsDocument document() {
        return HeadsDocument.read(text);
    }
}
