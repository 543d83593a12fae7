package io.effekt.abuse;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.database.Database;
import io.effekt.testing.BodyDraft;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What nobody asked for is refused by its name, or said to be ignored; it is never written. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class UnknownFieldsTest {
    private static final String VALUE = "zzwritten";

    private static final List<String> FIELDS =
            List.of(
                    "recordedAt",
                    "recordedBy",
                    "actor",
                    "author",
                    "id",
                    "key",
                    "version",
                    "notices",
                    "seq",
                    "hash",
                    "scopes",
                    "frozen",
                    "status",
                    "replacedBy",
                    "class",
                    "@class",
                    "$type",
                    "constructor",
                    "__proto__",
                    "NAME");

    @Inject Database database;

    @Test
    void aFieldThatIsNotThereIsRefusedByItsName() {
        Target world = Target.define();
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Operation operation : world.operations()) {
            Set<String> ignored = operation.readOnlyFields();
            for (BodyDraft.Place place :
                    operation.takesBody()
                            ? operation.objects(world.names())
                            : List.<BodyDraft.Place>of()) {
                for (String field : FIELDS) {
                    if (!place.knows(field)) {
                        tried++;
                        Response answer = send(operation, world, place.with(field, VALUE));
                        boolean isTop = place.pointer().isEmpty();
                        if (!names(answer, place.pointer() + "/" + field)
                                && !(isTop && ignored.contains(field))) {
                            wrong.add(
                                    operation
                                            + " "
                                            + place.pointer()
                                            + "/"
                                            + field
                                            + ": "
                                            + answer.statusCode()
                                            + " "
                                            + answer.asString());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(List.of(), written());
        assertTrue(tried > 300, "tried only " + tried);
    }

    private static boolean names(Response answer, String pointer) {
        String field = pointer.substring(pointer.lastIndexOf('/') + 1);
        return (answer.statusCode() == 400 || answer.statusCode() == 422)
                && (answer.asString().contains("\"pointer\":\"" + pointer + "\"")
                        || answer.asString().contains("'" + field + "'"));
    }

    private static Response send(Operation operation, Target world, ObjectNode body) {
        return given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body.toString())
                .request(operation.method(), operation.target(world.names()));
    }

    /** Places where the value has come to lie. */
    private List<String> written() {
        List<String> places = new ArrayList<>();
        for (Map.Entry<String, String> table :
                Map.of(
                                "decision", "data::text || coalesce(actor, '')",
                                "definition", "to_jsonb(definition)::text",
                                "api_key", "to_jsonb(api_key)::text",
                                "measurement_held", "coalesce(convert_from(body, 'UTF8'), '')")
                        .entrySet()) {
            for (Row row :
                    database.query(
                            "select %s as place from %s where %s like '%%%s%%'"
                                    .formatted(
                                            table.getValue(),
                                            table.getKey(),
                                            table.getValue(),
                                            VALUE))) {
                places.add(table.getKey() + ": " + row.getString("place"));
            }
        }
        return places;
    }

    @Test
    void aParameterThatIsNotThereIsRefusedByItsName() {
        Target world = Target.define();
        List<String> wrong = new ArrayList<>();
        for (Operation operation : world.operations()) {
            // OData says that options without $ are somebody else's; ODataHttpTest tries the
            // others.
            if (operation.path().startsWith("/odata/")) {
                continue;
            }
            String target = operation.target(world.names());
            char mark = target.contains("?") ? '&' : '?';
            expect(wrong, operation, world, target + mark + "zzNo=1", "zzNo");
            for (String name : operation.parameters("query")) {
                String twice = name + "=1&" + name + "=1";
                expect(wrong, operation, world, operation.target(Map.of()) + "?" + twice, name);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static void expect(
            List<String> wrong, Operation operation, Target world, String target, String named) {
        var request = given().urlEncodingEnabled(false);
        if (operation.takesBody()) {
            request.contentType("application/json")
                    .body(operation.fullBody(world.names()).toString());
        }
        Response answer = request.request(operation.method(), target);
        if (answer.statusCode() != 400 || !answer.asString().contains("'" + named + "'")) {
            wrong.add(
                    operation
                            + " "
                            + target
                            + ": "
                            + answer.statusCode()
                            + " "
                            + answer.asString());
        }
    }
}
