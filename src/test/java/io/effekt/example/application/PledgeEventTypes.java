package io.effekt.example.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.EventType;
import io.effekt.eventstore.EventTypeSource;
import io.effekt.example.ExampleSlice;
import io.effekt.example.domain.Pledge;
import io.effekt.example.domain.PledgeEvent.PledgeMade;
import io.effekt.example.domain.PledgeEvent.PledgeWithdrawn;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** How what happened to pledges is stored. Names and versions are for ever. */
@ApplicationScoped
@IfBuildProperty(name = ExampleSlice.SWITCH, stringValue = ExampleSlice.ON)
public class PledgeEventTypes implements EventTypeSource {
    @Override
    public List<EventType<?>> types() {
        return List.of(
                new EventType<>(
                        "example.pledge-made",
                        1,
                        PledgeMade.class,
                        e -> keyed(e.pledge().key()).setAll(PledgeJson.write(e.pledge())),
                        PledgeEventTypes::made),
                new EventType<>(
                        "example.pledge-withdrawn",
                        1,
                        PledgeWithdrawn.class,
                        e -> keyed(e.key()),
                        json -> new PledgeWithdrawn(key(json))));
    }

    private static PledgeMade made(ObjectNode json) {
        Form form = Form.ofStored(json).readOnly("key");
        Pledge pledge = PledgeJson.read(key(json), form);
        return form.finish(() -> new PledgeMade(pledge)).orThrow();
    }

    private static ObjectNode keyed(String key) {
        return Json.object().put("key", key);
    }

    private static String key(ObjectNode json) {
        return json.required("key").textValue();
    }
}
