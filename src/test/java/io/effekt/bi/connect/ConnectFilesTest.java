package io.effekt.bi.connect;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.testing.Client;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ConnectFilesTest {
    @Test
    void powerBiIsOpenedAtTheODataService() throws IOException {
        String file =
                given().get("/connect/effekt.pbids")
                        .then()
                        .statusCode(200)
                        .header(
                                "Content-Disposition",
                                equalTo("attachment; filename=\"effekt.pbids\""))
                        .extract()
                        .asString();
        assertEquals(golden("effekt.pbids"), atExample(file));
    }

    @Test
    void excelIsOpenedWithTheRowsOfASet() throws IOException {
        String file =
                given().get("/connect/excel/KpiStatus.odc")
                        .then()
                        .statusCode(200)
                        .contentType(startsWith("text/x-ms-odc"))
                        .header(
                                "Content-Disposition",
                                equalTo("attachment; filename=\"Effekt KpiStatus.odc\""))
                        .extract()
                        .asString();
        assertEquals(golden("KpiStatus.odc"), atExample(file));
    }

    @Test
    void theConnectionOfEverySetIsXmlAroundXmlAroundAQueryOfThatSet() throws Exception {
        for (Dataset set : ProgramDatasets.all()) {
            String file = given().get("/connect/excel/" + set.name() + ".odc").asString();
            Document odc = xml(file);
            assertEquals(
                    "SELECT * FROM [Effekt " + set.name() + "]",
                    odc.getElementsByTagName("odc:CommandText").item(0).getTextContent());
            Document mashup =
                    xml(
                            odc.getElementsByTagName("odc:PowerQueryMashupData")
                                    .item(0)
                                    .getTextContent());
            String formula = mashup.getElementsByTagName("Formula").item(0).getTextContent();
            assertTrue(formula.contains("[Name = \"" + set.name() + "\", "), formula);
            String service = formula.replaceAll("(?s).*OData.Feed\\(\"([^\"]+)\".*", "$1");
            given().urlEncodingEnabled(false)
                    .get(service + "/" + set.name() + "?$top=0")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void whatAnAddressHasInItStaysText() throws Exception {
        Dataset set =
                new Dataset(
                        1,
                        "A<&\"B",
                        "x ]]> y",
                        null,
                        List.of(new Column("C", ColumnType.TEXT, true, "")),
                        List.of());
        Document odc = xml(ExcelConnection.of(set, "https://a/\"#(lf)<&"));
        String mashup =
                odc.getElementsByTagName("odc:PowerQueryMashupData").item(0).getTextContent();
        assertTrue(
                xml(mashup)
                        .getElementsByTagName("Formula")
                        .item(0)
                        .getTextContent()
                        .contains("OData.Feed(\"https://a/\"\"#(#)(lf)<&\", null"),
                mashup);
    }

    @Test
    void aSetThatIsNotThereIsAProblem() {
        given().get("/connect/excel/Nothing.odc")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("not-found"));
    }

    @Test
    void theConnectorHoldsTheFilesAsTheyAreAndTheSameBytesEveryTime() throws IOException {
        byte[] archive = connector();
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                names.add(e.getName());
                assertArrayEquals(
                        Files.readAllBytes(Path.of("connectors", "powerbi", e.getName())),
                        zip.readAllBytes(),
                        e.getName());
            }
        }
        assertEquals(PowerBiConnector.FILES, names);
        assertArrayEquals(archive, connector());
    }

    @Test
    void whoMayReadMayHaveThemAndNobodyElse() {
        String reader = Client.key(Right.BI_READ);
        String writer = Client.key(Right.MEASUREMENTS_WRITE);
        for (String path : List.of("effekt.pbids", "effekt.mez", "excel/Kpis.odc")) {
            given().noFilters().get("/connect/" + path).then().statusCode(401);
            given().header("Authorization", "Bearer " + writer)
                    .get("/connect/" + path)
                    .then()
                    .statusCode(403);
            byte[] file =
                    given().header("Authorization", "Bearer " + reader)
                            .get("/connect/" + path)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asByteArray();
            assertFalse(new String(file, StandardCharsets.ISO_8859_1).contains(reader), path);
        }
    }

    private static byte[] connector() {
        return given().get("/connect/effekt.mez").then().statusCode(200).extract().asByteArray();
    }

    private static String atExample(String file) {
        return file.replaceAll("http://(localhost|127\\.0\\.0\\.1):\\d+", "https://effekt.example");
    }

    private static String golden(String name) throws IOException {
        return Files.readString(Path.of("src", "test", "resources", "connect", name)).strip()
                + (name.endsWith(".odc") ? "\n" : "");
    }

    private static Document xml(String text)
            throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new java.io.StringReader(text)));
    }
}
