package io.effekt.abuse;

import static io.restassured.RestAssured.given;

import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.Measured;
import io.effekt.testing.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Something worth attacking: a team with a KPI and a measurement, and every operation on them. */
record Target(String stream, String team, String kpi, String keyId, List<Operation> operations) {
    /** Every right but the administrator's. */
    static final String[] RIGHTS = {
        "measurements:write",
        "status:read",
        "definitions:write",
        "bi:read",
        "survey:steward",
        "keys:manage",
        "audit:read"
    };

    static Target define() {
        String random = UUID.randomUUID().toString().substring(0, 8);
        String stream = "s" + random;
        String team = "t" + random;
        String kpi = "k" + random;
        Defined.stream(stream);
        Defined.team(team, stream);
        Defined.kpi(kpi, Defined.SUM);
        Defined.target(kpi, "team:" + team, "\"comparator\":\"gte\",\"value\":7");
        Measured.put(kpi, "team:" + team, "\"period\": \"2026-01\"", "\"value\": 5");
        String keyId = Client.key("status:read").substring(7, 15);
        return new Target(stream, team, kpi, keyId, contract());
    }

    static List<Operation> contract() {
        return Operation.all(
                given().accept("application/json").get("/q/openapi").then().extract().asString());
    }

    /** A key with every right, for a team beside. */
    static String keyOfOthers() {
        String team = "other" + UUID.randomUUID().toString().substring(0, 8);
        Defined.stream(team);
        Defined.team(team, team);
        return Client.limited("\"teams\": [\"" + team + "\"]", RIGHTS);
    }

    /** Values of parameters and fields, by their names. */
    Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        names.put("kpi", kpi);
        names.put("scope", "team:" + team);
        names.put("valueStream", stream);
        names.put("key of teams", team);
        names.put("key of value-streams", stream);
        names.put("key of kpis", kpi);
        names.put("id of keys", keyId);
        names.put("source", team);
        names.put("period", "2026-01");
        names.put("value", "4");
        names.put("reason", "to see what happens");
        names.put("status", "at_risk");
        names.put("expires", "2999-01-01T00:00:00Z");
        names.put("client", "somebody");
        names.put("scopes", "status:read");
        names.put("teams", team);
        return names;
    }
}
