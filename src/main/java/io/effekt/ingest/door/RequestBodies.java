package io.effekt.ingest.door;

import io.effekt.http.MediaTypesTaken;
import io.effekt.http.body.BodyMemory;
import io.effekt.ingest.IngestSettings;
import io.effekt.ingest.form.BodyMediaTypes;
import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.cloudevent.CloudEvent;
import io.effekt.ingest.form.cloudevent.CloudEventBuilder;
import io.effekt.ingest.form.cloudevent.CloudEventHeaders;
import io.effekt.ingest.form.xlsx.XlsxBody;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request as its headers say, whether or not they make it a CloudEvent. */
final class RequestBodies {
    private static final List<String> TAKEN =
            List.of(
                    MediaType.APPLICATION_JSON,
                    BodyMediaTypes.NDJSON,
                    BodyMediaTypes.CSV,
                    BodyMediaTypes.XLSX,
                    BodyMediaTypes.EVENT,
                    BodyMediaTypes.EVENTS);

    private final MeasurementParser parser;

    private final IngestSettings settings;

    RequestBodies(IngestSettings settings) {
        this.settings = settings;
        parser = new MeasurementParser(settings.maxItems());
    }

    /**
     * What is in it.
     *
     * @param type from {@link #type}
     * @param lease has the memory for the bytes
     * @throws io.effekt.kernel.ProblemException 400 or 413, with the cure
     */
    ParsedBody.Items read(
            MediaType type, HttpHeaders headers, byte[] bytes, BodyMemory.Lease lease) {
        ParsedBody parsed =
                switch (name(type)) {
                    // These bring their attributes along; what headers say is a copy.
                    case BodyMediaTypes.EVENT -> parser.event(bytes);
                    case BodyMediaTypes.EVENTS -> parser.events(bytes);
                    case BodyMediaTypes.CSV -> binary(headers, bytes, by -> parser.csv(bytes, by));
                    case BodyMediaTypes.XLSX ->
                            binary(headers, bytes, by -> workbook(bytes, by, lease));
                    case BodyMediaTypes.NDJSON ->
                            binary(headers, bytes, by -> parser.ndjson(bytes, by));
                    default -> binary(headers, bytes, by -> parser.json(bytes, by));
                };
        return switch (parsed) {
            case ParsedBody.Items items -> items;
            case ParsedBody.Unreadable(Refusal refusal) ->
                    throw Problem.malformed(refusal.detail()).exception();
            case ParsedBody.TooMany(int limit) ->
                    throw Problem.of(
                                    413,
                                    "too-many-items",
                                    "A call may carry at most "
                                            + limit
                                            + " measurements; split it into several calls.")
                            .exception();
        };
    }

    private ParsedBody workbook(byte[] bytes, Defaults defaults, BodyMemory.Lease lease) {
        return XlsxBody.read(bytes, settings.maxItems(), settings.maxBody(), defaults, lease);
    }

    private static ParsedBody binary(
            HttpHeaders headers, byte[] bytes, Function<Defaults, ParsedBody> body) {
        CloudEventBuilder draft = CloudEventHeaders.read(headers.getRequestHeaders());
        if (draft == null) {
            return body.apply(Defaults.NONE);
        }
        Refusal fault = draft.fault();
        if (fault != null) {
            return new ParsedBody.Items(List.of(draft.refused(0, fault, bytes)), true);
        }
        CloudEvent event = draft.event();
        return event.agreed(body.apply(event.defaults()));
    }

    private static String name(MediaType type) {
        return type.getType() + "/" + type.getSubtype();
    }

    /** Everything that is a text is UTF-8; a type that says otherwise would be read wrongly. */
    static MediaType type(HttpHeaders headers) {
        MediaType type = given(headers);
        if (type == null) {
            throw MediaTypesTaken.problem(TAKEN).exception();
        }
        String charset = type.getParameters().get("charset");
        boolean isText = !name(type).equals(BodyMediaTypes.XLSX);
        if (isText && charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw MediaTypesTaken.problem(TAKEN).exception();
        }
        return type;
    }

    /** Null for none, and for one that is empty: Jakarta REST lets that pass and fails here. */
    private static @Nullable MediaType given(HttpHeaders headers) {
        try {
            return headers.getMediaType();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
