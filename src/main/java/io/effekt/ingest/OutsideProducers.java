package io.effekt.ingest;

import io.effekt.access.AccessSettings;
import io.effekt.access.Keys;
import io.effekt.kernel.Refusal;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets in what was written to the topic directly. The broker decides who may write there; who it
 * was a record does not say, so nobody is believed a name. Where only bound sources are wanted,
 * what comes from another is rejected.
 */
@ApplicationScoped
public class OutsideProducers {
    private final Keys keys;
    private final AccessSettings settings;

    public OutsideProducers(Keys keys, AccessSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    Arrived let(Arrived arrived) {
        Arrived nameless = arrived.by(MeasurementCodec.OUTSIDE);
        if (settings.wantsBoundSources()
                && arrived.parsed() instanceof ParsedItem.WellFormed(int i, Incoming incoming)
                && (incoming.source() == null || keys.boundTo(incoming.source()).isEmpty())) {
            return nameless.refused(
                    Refusal.of(
                            Permission.CODE,
                            "The source is bound to no key: have it bound to the key of its client,"
                                    + " or send by HTTP."));
        }
        return nameless;
    }
}
