package io.effekt.organization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.EventType;
import io.effekt.eventstore.EventTypeSource;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** How what happened to value streams and teams is stored. Names and versions are for ever. */
@ApplicationScoped
public class OrganisationEventTypes implements EventTypeSource {
    @Override
    public List<EventType<?>> types() {
        return List.of(
                new EventType<>(
                        "organization.value-stream-defined",
                        1,
                        ValueStreamDefined.class,
                        e ->
                                keyed(e.valueStream().key())
                                        .setAll(OrganisationJson.write(e.valueStream())),
                        OrganisationEventTypes::valueStreamDefined),
                new EventType<>(
                        "organization.value-stream-retired",
                        1,
                        ValueStreamRetired.class,
                        e -> keyed(e.key()),
                        json -> new ValueStreamRetired(key(json))),
                new EventType<>(
                        "organization.team-defined",
                        1,
                        TeamDefined.class,
                        e -> keyed(e.team().key()).setAll(OrganisationJson.write(e.team())),
                        OrganisationEventTypes::teamDefined),
                new EventType<>(
                        "organization.team-retired",
                        1,
                        TeamRetired.class,
                        e -> keyed(e.key()),
                        json -> new TeamRetired(key(json))));
    }

    private static ObjectNode keyed(String key) {
        return Json.object().put("key", key);
    }

    private static String key(ObjectNode json) {
        return json.required("key").textValue();
    }

    private static ValueStreamDefined valueStreamDefined(ObjectNode json) {
        Form form = Form.of(json).readOnly("key");
        ValueStream stream = OrganisationJson.valueStream(key(json), form);
        return form.finish(() -> new ValueStreamDefined(stream)).orThrow();
    }

    private static TeamDefined teamDefined(ObjectNode json) {
        Form form = Form.of(json).readOnly("key");
        Team team = OrganisationJson.team(key(json), form);
        return form.finish(() -> new TeamDefined(team)).orThrow();
    }
}
