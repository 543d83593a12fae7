package io.effekt.eventstore.outbox;

import io.effekt.eventstore.StoreIds;
import io.effekt.eventstore.chain.ChainHash;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What the end of an outbox's topic tells the instance that takes it over: which letters have left,
 * and whether this store is the one that sent them.
 *
 * @param sent in no particular order
 */
record OutboxTail(List<Sent> sent) {
    /** Header: the letter's number in the outbox. */
    static final String NUMBER = "effekt-outbox";

    /** Header: the id of the store that the letter came from. */
    static final String STORE = "effekt-store";

    OutboxTail {
        sent = List.copyOf(sent);
    }

    /**
     * One record.
     *
     * @param hash of its key and value
     * @param at Kafka's time of it, in milliseconds
     */
    record Sent(UUID store, long number, String hash, long at) {
        /** Null for a record that came out of no outbox. */
        static @Nullable Sent of(ConsumerRecord<byte[], byte[]> read) {
            Header number = read.headers().lastHeader(NUMBER);
            Header store = read.headers().lastHeader(STORE);
            return number == null || store == null
                    ? null
                    : new Sent(
                            UUID.fromString(text(store.value())),
                            Long.parseLong(text(number.value())),
                            OutboxTail.hash(read.key(), read.value()),
                            read.timestamp());
        }
    }

    /** Of the letters those that have not left, in their order. */
    List<Outbox.Letter> open(StoreIds store, List<Outbox.Letter> letters) {
        Set<Known> known = new HashSet<>();
        for (Sent one : sent) {
            if (store.has(one.store)) {
                known.add(new Known(one.number, one.hash));
            }
        }
        return letters.stream()
                .filter(l -> !known.contains(new Known(l.number(), hash(l))))
                .toList();
    }

    private record Known(long number, String hash) {}

    /**
     * Why the topic tells of another history than the store's, so that its id may not stand for
     * both; empty when it does not.
     *
     * @param last the largest number that the outbox has given out
     */
    Optional<String> parted(String topic, StoreIds store, List<Outbox.Letter> letters, long last) {
        Optional<Sent> newest = sent.stream().max(Comparator.comparingLong(Sent::at));
        if (newest.isPresent() && !store.has(newest.get().store)) {
            return Optional.of(
                    "the last record of %s is of another store, %s: the database is new, was"
                                    .formatted(topic, newest.get().store)
                            + " restored, or is not alone");
        }
        List<Sent> own = sent.stream().filter(s -> s.store.equals(store.current())).toList();
        OptionalLong highest = own.stream().mapToLong(Sent::number).max();
        if (highest.isPresent() && highest.getAsLong() > last) {
            return Optional.of(
                    "%s has number %d of store %s, which has given out none past %d: it was restored"
                            .formatted(topic, highest.getAsLong(), store.current(), last));
        }
        for (Outbox.Letter letter : letters) {
            String hash = hash(letter);
            for (Sent one : own) {
                if (one.number == letter.number() && !one.hash.equals(hash)) {
                    return Optional.of(
                            "%s has another number %d of store %s: it was restored"
                                    .formatted(topic, one.number, store.current()));
                }
            }
        }
        return Optional.empty();
    }

    private static String hash(Outbox.Letter letter) {
        return hash(letter.key().getBytes(StandardCharsets.UTF_8), letter.value());
    }

    private static String hash(byte[] key, byte[] value) {
        return HexFormat.of().formatHex(new ChainHash().bytes(key).bytes(value).after(new byte[0]));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
