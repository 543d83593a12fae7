package io.effekt.kafka;

import java.util.List;

/** Brings topics that the service reads or writes; each bean of it is asked when it starts. */
public interface TopicSource {
    List<KafkaTopic> topics();
}
