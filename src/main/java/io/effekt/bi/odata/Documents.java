package io.effekt.bi.odata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.effekt.bi.BiSet;
import io.effekt.bi.BiSets;
import io.effekt.kernel.Problem;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** What is the same for everybody until a new version: the service document and the metadata. */
final class Documents {
    private static final int NOT_MODIFIED = 304;
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] METADATA_JSON =
            MetadataJson.write().getBytes(StandardCharsets.UTF_8);
    private static final byte[] METADATA = Metadata.write().getBytes(StandardCharsets.UTF_8);

    private Documents() {}

    /** XML, unless JSON is asked for by its name and XML is not. */
    static Response metadata(Options options, HttpHeaders headers, Request request) {
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
                ? tagged(METADATA, "application/xml;charset=utf-8", request)
                : tagged(METADATA_JSON, "application/json;charset=utf-8", request);
    }

    private static Response tagged(byte[] body, String type, Request request) {
        EntityTag tag = new EntityTag(UUID.nameUUIDFromBytes(body).toString());
        // If-Match is for changes, and there are none to make here.
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null && unchanged.build().getStatus() == NOT_MODIFIED
                ? unchanged.tag(tag).build()
                : Response.ok(body, type)
                        .tag(tag)
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                        .build();
    }

    /** The service document: the sets that there are. */
    static Response service(String base, ODataHeaders asked, Request request) {
        return tagged(sets(base, asked), asked.contentType(), request);
    }

    private static byte[] sets(String base, ODataHeaders asked) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            if (asked.metadata()) {
                json.writeStringField("@odata.context", base + "/$metadata");
            }
            json.writeArrayFieldStart("value");
            for (BiSet set : BiSets.all()) {
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
