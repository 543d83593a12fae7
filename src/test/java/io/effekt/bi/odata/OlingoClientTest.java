package io.effekt.bi.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.api.communication.ODataClientErrorException;
import org.apache.olingo.client.api.communication.request.retrieve.ODataEntitySetRequest;
import org.apache.olingo.client.api.domain.ClientComplexValue;
import org.apache.olingo.client.api.domain.ClientEntity;
import org.apache.olingo.client.api.domain.ClientEntitySet;
import org.apache.olingo.client.api.domain.ClientServiceDocument;
import org.apache.olingo.client.api.http.HttpClientException;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.client.core.http.BasicAuthHttpClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntitySet;
import org.apache.olingo.commons.api.edm.EdmProperty;
import org.apache.olingo.commons.api.format.ContentType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client of OData that others wrote reads what it finds, as it finds it. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class OlingoClientTest {
    private static String random = "";
    private static String key = "";

    private final ODataClient client = ODataClientFactory.getClient();

    @BeforeEach
    void world() {
        if (random.isEmpty()) {
            random = "ol" + UUID.randomUUID().toString().substring(0, 8);
            Defined.stream(random);
            Defined.team(random, random);
            Defined.kpi(random, Defined.SUM);
            Defined.target(random, "team:" + random, "\"comparator\":\"gte\",\"value\":3");
            for (int month = 1; month < 8; month++) {
                Measured.number(random, "team:" + random, "2026-0" + month, month + ".125");
            }
            key = Client.limited("\"kpis\": [\"" + random + "\"]", Right.BI_READ);
        }
        client.getConfiguration().setDefaultPubFormat(ContentType.JSON);
        client.getConfiguration()
                .setHttpClientFactory(new BasicAuthHttpClientFactory("anybody", key));
    }

    private static String root() {
        return "http://127.0.0.1:" + RestAssured.port + "/odata/v4";
    }

    private org.apache.olingo.client.api.uri.URIBuilder set(String name) {
        return client.newURIBuilder(root()).appendEntitySetSegment(name);
    }

    private ClientEntitySet read(URI uri) {
        return client.getRetrieveRequestFactory().getEntitySetRequest(uri).execute().getBody();
    }

    private static @Nullable Object value(ClientEntity row, String column) {
        return row.getProperty(column).getPrimitiveValue().toValue();
    }

    private static List<Object> values(List<ClientEntity> rows, String column) {
        List<Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(String.valueOf(value(row, column))));
        return values;
    }

    @Test
    void itFindsTheSetsInTheServiceDocument() {
        ClientServiceDocument found =
                client.getRetrieveRequestFactory()
                        .getServiceDocumentRequest(root())
                        .execute()
                        .getBody();
        assertEquals(
                new TreeSet<>(ProgramDatasets.all().stream().map(Dataset::name).toList()),
                new TreeSet<>(found.getEntitySetNames()));
        assertEquals(URI.create(root() + "/KpiStatus"), found.getEntitySetURI("KpiStatus"));
    }

    @Test
    void itReadsTheMetadataWithEveryColumnAndLink() {
        Edm edm = metadata();
        for (Dataset set : ProgramDatasets.all()) {
            EdmEntitySet there = edm.getEntityContainer().getEntitySet(set.name());
            assertEquals(
                    set.columns().stream().map(Column::name).toList(),
                    there.getEntityType().getPropertyNames());
            assertEquals(
                    set.key().stream().map(Column::name).toList(),
                    there.getEntityType().getKeyPredicateNames());
            assertEquals(
                    set.links().stream().map(link -> link.name()).toList(),
                    there.getEntityType().getNavigationPropertyNames());
            set.links()
                    .forEach(link ->
                            assertNotNull(there.getRelatedBindingTarget(link.name()), link.name()));
            for (Column column : set.columns()) {
                EdmProperty property =
                        (EdmProperty) there.getEntityType().getProperty(column.name());
                assertEquals(
                        Model.kind(column.type()).name(),
                        property.getType().getName(),
                        column::name);
                assertEquals(!column.isKey(), property.isNullable(), column::name);
            }
        }
    }

    private Edm metadata() {
        // Follows the references to vocabularies, too.
        return client.getRetrieveRequestFactory().getMetadataRequest(root()).execute().getBody();
    }

    @Test
    void itFindsTheVocabulariesBesideTheMetadata() {
        var schemas =
                client.getRetrieveRequestFactory()
                        .getXMLMetadataRequest(root())
                        .execute()
                        .getBody();
        assertEquals(
                new TreeSet<>(List.of("Effekt", "Org.OData.Capabilities.V1", "Org.OData.Core.V1")),
                new TreeSet<>(schemas.getSchemas().stream().map(s -> s.getNamespace()).toList()));
    }

    @Test
    void itFollowsNextLinksToTheEnd() {
        List<Object> months = new ArrayList<>();
        URI next =
                set("KpiStatusHistory")
                        .filter("ScopeLevel eq 'team' and PeriodStart lt 2026-08-01")
                        .build();
        int pages = 0;
        while (next != null) {
            ODataEntitySetRequest<ClientEntitySet> request =
                    client.getRetrieveRequestFactory().getEntitySetRequest(next);
            request.setPrefer("odata.maxpagesize=3");
            ClientEntitySet page = request.execute().getBody();
            months.addAll(values(page.getEntities(), "Period"));
            next = page.getNext();
            pages++;
        }
        assertEquals(
                List.of(
                        "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06",
                        "2026-07"),
                months);
        assertEquals(3, pages);
    }

    @Test
    void itFiltersOrdersSelectsAndCounts() {
        ClientEntitySet found =
                read(
                        set("KpiStatusHistory")
                                .filter(
                                        client.getFilterFactory()
                                                .and(
                                                        client.getFilterFactory()
                                                                .gt("Value", new BigDecimal("3.5")),
                                                        client.getFilterFactory()
                                                                .eq("Scope", "team:" + random)))
                                .orderBy("Value desc")
                                .select("Period", "Value", "PeriodStart", "RecordedAt")
                                .top(2)
                                .count(true)
                                .build());
        assertEquals(4, found.getCount());
        assertEquals(List.of("2026-07", "2026-06"), values(found.getEntities(), "Period"));
        ClientEntity first = found.getEntities().getFirst();
        assertEquals(4, first.getProperties().size());
        assertEquals("7.125", String.valueOf(value(first, "Value")));
    }

    @Test
    void itCountsWithoutRows() {
        assertEquals(
                "7",
                client.getRetrieveRequestFactory()
                        .getValueRequest(
                                set("KpiStatusHistory")
                                        .appendCountSegment()
                                        .filter(
                                                "ScopeLevel eq 'team' and PeriodStart lt 2026-08-01")
                                        .build())
                        .execute()
                        .getBody()
                        .toString());
    }

    @Test
    void itReadsARowByItsKey() {
        ClientEntity kpi =
                client.getRetrieveRequestFactory()
                        .getEntityRequest(set("Kpis").appendKeySegment(random).build())
                        .execute()
                        .getBody();
        assertEquals("h", value(kpi, "Unit"));
        assertNull(value(kpi, "Owner"));
        ClientEntity status =
                client.getRetrieveRequestFactory()
                        .getEntityRequest(
                                set("KpiStatus")
                                        .appendKeySegment(
                                                Map.of(
                                                        "Kpi",
                                                        random,
                                                        "Scope",
                                                        "team:" + random,
                                                        "Dimension",
                                                        ""))
                                        .build())
                        .execute()
                        .getBody();
        assertEquals(random, value(status, "Team"));
    }

    @Test
    void itExpandsWhatARowBelongsTo() {
        ClientEntity status =
                read(set("KpiStatus").filter("ScopeLevel eq 'team'").expand("KpiDetails").build())
                        .getEntities()
                        .getFirst();
        ClientComplexValue kpi = status.getProperty("KpiDetails").getComplexValue();
        assertEquals(random, kpi.get("Kpi").getPrimitiveValue().toValue());
        assertEquals("sum", kpi.get("Aggregation").getPrimitiveValue().toValue());
    }

    @Test
    void itUnderstandsWhyItWasRefused() {
        ODataClientErrorException wrong =
                assertThrows(
                        ODataClientErrorException.class,
                        () -> read(set("KpiStatus").filter("Nothing eq 1").build()));
        assertEquals(400, wrong.getStatusLine().getStatusCode());
        assertEquals("invalid-question", wrong.getODataError().getCode());
        client.getConfiguration()
                .setHttpClientFactory(new BasicAuthHttpClientFactory("anybody", "wrong"));
        RuntimeException nobody =
                assertThrows(RuntimeException.class, () -> read(set("KpiStatus").build()));
        assertTrue(
                nobody instanceof ODataClientErrorException
                        || nobody instanceof HttpClientException,
                nobody::toString);
    }
}
