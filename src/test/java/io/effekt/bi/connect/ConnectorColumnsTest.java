package io.effekt.bi.connect;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.database.Database;
import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The names of sets, views and columns in the connectors are those of the service. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ConnectorColumnsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONNECTORS = Path.of("connectors");
    private static final Path CATALOGUE = CONNECTORS.resolve("catalogue.json");
    private static final Pattern TABLE = Pattern.compile("sql_table_name: bi\\.(\\w+) ;;");
    private static final Pattern COLUMN = Pattern.compile("\\$\\{TABLE}\\.(\\w+)");

    @Inject Database database;

    /** With {@code -Dconnectors.write=true} the catalogue is written again. */
    @Test
    void theCommittedCatalogueIsTheOneThatTheServiceGives() throws IOException {
        String served = given().get("/api/v1/bi").then().statusCode(200).extract().asString();
        if (Boolean.getBoolean("connectors.write")) {
            Files.writeString(
                    CATALOGUE,
                    given().get("/api/v1/bi").jsonPath().prettify().stripTrailing() + "\n");
        }
        assertEquals(
                JSON.readTree(served),
                JSON.readTree(CATALOGUE.toFile()),
                "connectors/catalogue.json is not what the service gives; write it with"
                        + " -Dconnectors.write=true, and then node connectors/looker/views.mjs");
    }

    @Test
    void aLookMlViewReadsExactlyTheColumnsThatThereAre() throws IOException {
        for (Dataset set : ProgramDatasets.all()) {
            String view = set.view().replaceFirst("^bi\\.", "");
            String lookml =
                    Files.readString(
                            CONNECTORS.resolve("looker/views").resolve(view + ".view.lkml"));
            Matcher table = TABLE.matcher(lookml);
            assertTrue(table.find() && table.group(1).equals(view), view);
            Set<String> read =
                    COLUMN.matcher(lookml)
                            .results()
                            .map(column -> column.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(columns(view), read, view);
            for (Column column : set.columns()) {
                assertTrue(
                        lookml.contains("description: \"" + column.description() + "\""),
                        view + " " + column.name());
            }
        }
    }

    private Set<String> columns(String view) {
        Set<String> columns = new TreeSet<>();
        for (Row row :
                database.query(
                        """
                        select column_name::text from information_schema.columns
                        where table_schema = 'bi' and table_name = $1
                        """,
                        view)) {
            columns.add(row.getString(0));
        }
        return columns;
    }
}
