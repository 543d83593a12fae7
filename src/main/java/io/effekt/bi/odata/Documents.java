package io.effekt.bi.odata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.Datasets;
import io.effekt.http.ETags;
import io.effekt.kernel.Problem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** What is the same for everybody until a new version: the service document and the metadata. */
@Singleton
final class Documents {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, byte[]> VOCABULARIES = vocabularies();

    private final Datasets datasets;
    private final byte[] metadata;
    private final byte[] metadataJson;

    Documents(Datasets datasets) {
        this.datasets = datasets;
        metadata = Metadata.write(datasets).getBytes(StandardCharsets.UTF_8);
        metadataJson = MetadataJson.write(datasets).getBytes(StandardCharsets.UTF_8);
    }

    /** XML, unless JSON is asked for by its name and XML is not. */
    Response metadata(Options options, HttpHeaders headers) {
        String format = options.get("$format");
        String asked =
                String.valueOf(
                                format == null
                                        ? headers.getHeaderString(HttpHeaders.ACCEPT)
                                        : format)
                        .toLowerCase(Locale.ROOT);
        // A client that names OData's JSON of rows for whatever it asks wants XML here, as ever.
        boolean json = asked.matches("json|application/json(?:\\s*;\\s*(?:q|charset)=[^;,]*)*");
        boolean xml =
                asked.matches(
                        "null|xml|.*(?:/xml|\\*/\\*|application/\\*|\\+xml|application/json).*");
        if (!xml && !json) {
            throw Problem.of(
                            406,
                            "not-acceptable",
                            "The metadata is there as application/xml and as application/json.")
                    .exception();
        }
        return !json
                ? tagged(metadata, "application/xml;charset=utf-8", headers)
                : tagged(metadataJson, "application/json;charset=utf-8", headers);
    }

    private static Response tagged(byte[] body, String type, HttpHeaders headers) {
        String tag = "\"" + UUID.nameUUIDFromBytes(body) + "\"";
        Response.ResponseBuilder answer =
                ETags.isKnown(headers, tag) ? Response.notModified() : Response.ok(body, type);
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    /**
     * A vocabulary that the metadata refers to, so that no client needs the internet to read it.
     *
     * @param path beneath the root of the service
     */
    Response vocabulary(String path, HttpHeaders headers) {
        String file = path.substring(Capability.FOLDER.length());
        if (!VOCABULARIES.containsKey(file)) {
            throw Problem.notFound(
                            "There is no such vocabulary; $metadata names those that there are.")
                    .exception();
        }
        return tagged(
                Objects.requireNonNull(VOCABULARIES.get(file)),
                "application/xml;charset=utf-8",
                headers);
    }

    private static Map<String, byte[]> vocabularies() {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : List.of("Core", "Capabilities", "Validation", "Authorization")) {
            String file = "Org.OData." + name + ".V1.xml";
            try (InputStream in = Documents.class.getResourceAsStream("/vocabularies/" + file)) {
                files.put(file, Objects.requireNonNull(in, file).readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /** The service document: the sets that there are. */
    Response service(String base, ODataHeaders asked, HttpHeaders headers) {
        return tagged(sets(base, asked), asked.contentType(), headers);
    }

    private byte[] sets(String base, ODataHeaders asked) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            if (asked.metadata()) {
                json.writeStringField("@odata.context", base + "/$metadata");
            }
            json.writeArrayFieldStart("value");
            for (Dataset set : datasets.all()) {
                json.writeStartObject();
                json.writeStringField("name", set.name());
                json.writeStringField("kind", "EntitySet");
                json.writeStringField("url", set.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }
}
