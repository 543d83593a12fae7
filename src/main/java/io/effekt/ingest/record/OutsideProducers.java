package io.effekt.ingest.record;

import io.effekt.access.AccessSettings;
import io.effekt.access.Caller;
import io.effekt.access.keys.Keys;
import io.effekt.ingest.append.Permission;
import io.effekt.ingest.append.RefusalCodes;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.definition.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Lets in what was written to the topic directly. The broker decides who may write there; who it
 * was a record does not say, so nobody is believed a name. Where only bound sources are wanted, a
 * producer is the client that its source is bound to, and may what a key of that client may; what
 * comes from another source is rejected.
 */
@ApplicationScoped
public class OutsideProducers {
    private final Keys keys;
    private final AccessSettings settings;
    private final DefinitionsView definitions;

    public OutsideProducers(Keys keys, AccessSettings settings, DefinitionsView definitions) {
        this.keys = keys;
        this.settings = settings;
        this.definitions = definitions;
    }

    public ReceivedRecord let(ReceivedRecord arrived) {
        ReceivedRecord nameless = arrived.by(MeasurementCodec.OUTSIDE);
        return settings.wantsBoundSources()
                        && arrived.parsed()
                                instanceof ParsedItem.WellFormed(int i, ParsedMeasurement incoming)
                ? bound(nameless, incoming)
                : nameless;
    }

    private ReceivedRecord bound(ReceivedRecord nameless, ParsedMeasurement incoming) {
        String source = incoming.source();
        List<Caller> clients = source == null ? List.of() : keys.measuringAs(source);
        if (clients.isEmpty()) {
            return nameless.refused(
                    Refusal.of(
                            RefusalCodes.NOT_PERMITTED,
                            "The source is bound to no key that may measure: have it bound to the key"
                                    + " of its client, or send by HTTP."));
        }
        ReceivedRecord named = nameless.by(clients.getFirst().actor());
        Definitions known = definitions.current();
        return clients.stream()
                .map(Caller::limits)
                .filter(limits -> Permission.mayMeasure(limits, incoming, known))
                .findFirst()
                .map(limits -> named.from(Permission.sender(limits, false, false, incoming)))
                .orElseGet(() -> named.refused(Permission.tooNarrow(incoming)));
    }
}
