package io.effekt.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What took another's place is named to those only who may know of it. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class SuccessorsTest {
    private final String own = "su" + UUID.randomUUID().toString().substring(0, 8);
    private final String hidden = own + "-hidden";

    @BeforeEach
    void define() {
        Defined.stream(own);
        Defined.team(hidden, own);
        Defined.kpi(hidden, Defined.SUM);
        Defined.kpi(own, Defined.SUM + ",\"replaces\":\"" + hidden + "\"");
        given().contentType("application/json")
                .body(
                        """
                        {"name": "T", "replacedBy": ["%s"], "memberships":
                         [{"valueStream": "%s", "from": "2020-01-01"}]}
                        """
                                .formatted(hidden, own))
                .put("/api/v1/teams/" + own)
                .then()
                .statusCode(oneOf(200, 201));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/teams/OWN",
                "/api/v1/teams?limit=1000",
                "/api/v1/teams/OWN/versions",
                "/api/v1/bi/Teams",
                "/api/v1/bi/Teams?format=csv",
                "/odata/v4/Teams",
                "/odata/v4/Teams('OWN')"
            })
    void aTeam(String address) {
        shown("\"teams\": [\"" + own + "\"]", address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/kpis/OWN", "/api/v1/kpis?limit=1000", "/api/v1/kpis/OWN/versions"})
    void aKpi(String address) {
        shown("\"kpis\": [\"" + own + "\"]", address);
    }

    @Test
    void whoSeesAllIsToldAll() {
        given().get("/api/v1/teams/" + own).then().body(containsString(hidden));
        given().get("/api/v1/bi/Teams?limit=5000").then().body(containsString(hidden));
        given().get("/api/v1/kpis/" + own).then().body(containsString(hidden));
    }

    private void shown(String limits, String address) {
        given().header(
                        "Authorization",
                        "Bearer " + Client.limited(limits, "status:read", "bi:read"))
                .get(address.replace("OWN", own))
                .then()
                .statusCode(200)
                .body(containsString(own))
                .body(not(containsString(hidden)));
    }
}
