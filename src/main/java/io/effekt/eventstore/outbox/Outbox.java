package io.effekt.eventstore.outbox;

import io.effekt.database.Tx;
import io.effekt.kafka.KafkaTopic;
import io.effekt.kafka.TopicSource;
import java.util.List;

/** What waits in the store to leave by Kafka. */
public interface Outbox extends TopicSource {
    /** Bytes of the largest letter: a body of 8 MiB, and half as much again for its text. */
    int LARGEST = 16 << 20;

    /** The topic it leaves by. */
    KafkaTopic topic();

    @Override
    default List<KafkaTopic> topics() {
        return List.of(topic());
    }

    /** What has not left, in the order in which it must. */
    List<Letter> waiting(Tx tx, int limit);

    /** The largest number that was given out; 0 when none was. */
    long last(Tx tx);

    /** These have left. */
    void sent(Tx tx, List<Long> numbers);

    /**
     * One record to be.
     *
     * @param number its own in the outbox; travels as the header {@code effekt-outbox}
     * @param value JSON in UTF-8
     */
    record Letter(long number, String key, byte[] value) {}
}
