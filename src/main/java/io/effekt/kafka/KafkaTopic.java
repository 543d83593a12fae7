package io.effekt.kafka;

/**
 * A topic as it has to be. Partitions are fixed for ever.
 *
 * @param setting its name in {@code effekt.topics.retention-days.*}
 * @param retentionDays how long Kafka keeps its records where nothing else is set; -1 for ever
 * @param largestRecord bytes of the largest record
 */
public record KafkaTopic(
        String name, String setting, int partitions, int retentionDays, int largestRecord) {}
