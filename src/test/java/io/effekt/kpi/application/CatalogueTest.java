package io.effekt.kpi.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.kernel.Language;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void everyKpiHasNameAndDescriptionInEveryLanguage() {
        JsonNode kpis = new Catalogue().document().path("kpis");

        assertEquals(11, kpis.size());
        for (JsonNode kpi : kpis) {
            for (String field : new String[] {"name", "description"}) {
                for (Language language : Language.values()) {
                    String text = kpi.path(field).path(language.tag()).asText();
                    assertFalse(text.isBlank(), kpi.path("key") + " " + field + " " + language);
                }
            }
        }
    }

    @Test
    void noTwoKpisHaveTheSameName() {
        for (Language language : Language.values()) {
            Set<String> names = new HashSet<>();
            for (JsonNode kpi : new Catalogue().document().path("kpis")) {
                names.add(kpi.path("name").path(language.tag()).asText());
            }
            assertEquals(11, names.size(), language.tag());
        }
    }
}
