package io.effekt.ingest.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.ingest.IngestSettings;
import io.effekt.kafka.KafkaSettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class MeasurementProducerTest {
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    @Test
    void aBrokerThatIsNotThereIsGivenUpInTime() {
        assertGivenUp("127.0.0.1:1");
    }

    @Test
    void aBrokerThatNeverAnswersIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertGivenUp("127.0.0.1:" + silent.getLocalPort());
        }
    }

    @Test
    void anAddressThatNamesNobodyIsGivenUpInTime() {
        assertGivenUp("nobody.invalid:9092");
    }

    private static void assertGivenUp(String bootstrap) {
        MeasurementProducer producer =
                new MeasurementProducer(
                        new KafkaSettings(
                                bootstrap, "test", 1, new SmallRyeConfigBuilder().build()),
                        new IngestSettings(
                                new SmallRyeConfigBuilder()
                                        .addDiscoveredConverters()
                                        .withDefaultValue(
                                                "effekt.ingest.acknowledge-timeout",
                                                PATIENCE.toString())
                                        .build()));
        List<ProducerRecord<byte[], byte[]>> many =
                Collections.nCopies(5_000, new ProducerRecord<>("t", new byte[1], new byte[100]));
        for (int call = 0; call < 2; call++) {
            long start = System.nanoTime();
            long acknowledged = producer.send(many).stream().filter(Objects::nonNull).count();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(0, acknowledged);
            assertTrue(took.compareTo(PATIENCE.plusSeconds(1)) < 0, "took " + took);
        }
        producer.close();
    }
}
