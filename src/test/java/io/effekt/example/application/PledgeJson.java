package io.effekt.example.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.example.domain.Pledge;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.organization.OrganisationJson;
import io.effekt.resource.Lifecycle;

/** Pledges as JSON, without their keys: in bodies, commands and stored events. */
final class PledgeJson {
    private PledgeJson() {}

    static ObjectNode write(Pledge pledge) {
        return Json.object()
                .put("title", pledge.title())
                .put("kpi", pledge.kpi())
                .put("team", pledge.team())
                .put("status", Lifecycle.of(pledge.withdrawn()).word());
    }

    static Pledge read(String key, Form form) {
        return new Pledge(
                key,
                form.requiredText("title"),
                form.requiredKey("kpi"),
                form.requiredKey("team"),
                OrganisationJson.retired(form));
    }
}
