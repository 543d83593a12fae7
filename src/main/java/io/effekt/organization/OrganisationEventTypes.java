package io.effekt.organization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.EventType;
import io.effekt.eventstore.EventTypeSource;
import io.effekt.eventstore.Upcaster;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
                        2,
                        TeamDefined.class,
                        e -> keyed(e.team().key()).setAll(OrganisationJson.write(e.team())),
                        OrganisationEventTypes::teamDefined),
                new EventType<>(
                        "organization.team-retired",
                        2,
                        TeamRetired.class,
                        e -> keyed(e.key()).put("from", day(e.from())),
                        OrganisationEventTypes::teamRetired));
    }

    /** A retirement had no day before: what is absent is none. */
    @Override
    public List<Upcaster> upcasters() {
        return List.of(
                new Upcaster("organization.team-defined", 1, UnaryOperator.identity()),
                new Upcaster("organization.team-retired", 1, UnaryOperator.identity()));
    }

    private static @Nullable String day(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    private static TeamRetired teamRetired(ObjectNode json) {
        Form form = Form.ofStored(json).readOnly("key");
        LocalDate from = form.date("from");
        return form.finish(() -> new TeamRetired(key(json), from)).orThrow();
    }

    private static ObjectNode keyed(String key) {
        return Json.object().put("key", key);
    }

    private static String key(ObjectNode json) {
        return json.required("key").textValue();
    }

    private static ValueStreamDefined valueStreamDefined(ObjectNode json) {
        Form form = Form.ofStored(json).readOnly("key");
        ValueStream stream = OrganisationJson.valueStream(key(json), form);
        return form.finish(() -> new ValueStreamDefined(stream)).orThrow();
    }

    private static TeamDefined teamDefined(ObjectNode json) {
        Form form = Form.ofStored(json).readOnly("key");
        Team team = OrganisationJson.team(key(json), form);
        return form.finish(() -> new TeamDefined(team)).orThrow();
    }
}
