package io.effekt.app.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes fields that say nothing of themselves, by their names. */
final class FieldWords {
    private static final String FILE = "/META-INF/openapi-fields.properties";

    private final Properties words = new Properties();

    FieldWords() {
        try (InputStream in = Objects.requireNonNull(FieldWords.class.getResourceAsStream(FILE));
                Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            words.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void describe(Schema schema) {
        if (schema.getProperties() != null) {
            schema.getProperties()
                    .forEach((name, field) -> {
                        if (field.getDescription() == null && words.containsKey(name)) {
                            field.setDescription(words.getProperty(name));
                        }
                    });
        }
    }
}
