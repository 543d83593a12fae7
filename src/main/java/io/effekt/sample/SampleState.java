package io.effekt.sample;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How far the sample organisation has come. */
@ApplicationScoped
public class SampleState {
    /** One step of the way. */
    sealed interface Phase {
        /** No sample is wanted. */
        record Off() implements Phase {}

        /**
         * Definitions and measurements are being posted.
         *
         * @param percent of the measurements that are posted
         */
        record Loading(int percent) implements Phase {}

        /**
         * Everything is posted.
         *
         * @param percent of the measurements that are counted
         */
        record Counting(int percent) implements Phase {}

        /** Everything is counted. */
        record Evaluating() implements Phase {}

        /** Every status is evaluated. */
        record Ready() implements Phase {}

        /** It will not be ready. */
        record Failed(String reason) implements Phase {}
    }

    private volatile Phase phase;

    SampleState(@ConfigProperty(name = "effekt.sample", defaultValue = "false") boolean wanted) {
        phase = wanted ? new Phase.Loading(0) : new Phase.Off();
    }

    boolean isWanted() {
        return !(phase instanceof Phase.Off);
    }

    Phase phase() {
        return phase;
    }

    void reached(Phase next) {
        phase = next;
    }
}
