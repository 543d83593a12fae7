package io.effekt.edge;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps paths that strangers make up out of the numbers: Quarkus counts what it refuses before it
 * knows an operation under the path just as it was sent.
 */
@Singleton
public class RequestNumbers {
    private static final String REQUESTS = "http.server.requests";
    private static final String URI = "uri";
    private static final String NOWHERE = "UNMATCHED";

    @Produces
    @Singleton
    MeterFilter known() {
        return new KnownOnly(ConcurrentHashMap.newKeySet());
    }

    /** Of what the client did wrong only those that anybody has ever done right have a name. */
    private record KnownOnly(Set<String> answered) implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            String uri = id.getName().equals(REQUESTS) ? id.getTag(URI) : null;
            if (uri == null) {
                return id;
            }
            if (!"CLIENT_ERROR".equals(id.getTag("outcome"))) {
                answered.add(uri);
                return id;
            }
            return answered.contains(uri)
                    ? id
                    : id.replaceTags(
                            id.getTags().stream()
                                    .map(tag ->
                                            tag.getKey().equals(URI) ? Tag.of(URI, NOWHERE) : tag)
                                    .toList());
        }
    }
}
