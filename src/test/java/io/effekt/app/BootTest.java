package io.effekt.app;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.database.Database;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class BootTest {
    @Inject Database database;

    @Test
    void migrationsHaveRunAndTheServiceReadsWithItsOwnRole() {
        var row =
                database.query("select count(*), current_user::text from log_head")
                        .iterator()
                        .next();
        assertEquals(13L, row.getLong(0));
        assertEquals("effekt_app", row.getString(1));
    }

    @Test
    void readyWhenItsServersAre() {
        given().get("/q/health/ready").then().statusCode(200);
    }
}
