package io.effekt.ingest.door;

import io.effekt.access.Right;
import io.effekt.http.body.BodyMemory;
import io.effekt.http.body.BodyReader;
import io.effekt.http.body.LargeBody;
import io.effekt.ingest.IngestSettings;
import io.effekt.ingest.append.IngestRequest;
import io.effekt.ingest.form.BodyMediaTypes;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.cloudevent.CloudEventBuilder;
import io.effekt.ingest.form.cloudevent.CloudEventForm;
import io.effekt.kernel.Preferences;
import io.effekt.kernel.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP door for measurements. */
@Path("/api/v1/measurements")
@Tag(name = "Measurements")
public class MeasurementResource {
    private static final String NDJSON = BodyMediaTypes.NDJSON;
    private static final String CSV = BodyMediaTypes.CSV;
    private static final String XLSX = BodyMediaTypes.XLSX;
    private static final String EVENT = BodyMediaTypes.EVENT;
    private static final String EVENTS = BodyMediaTypes.EVENTS;
    private static final String IMPORT = "Effekt-Import";

    /** Bytes of memory that a measurement takes, about. */
    private static final int ITEM = 512;

    private final BodyReader bodies;
    private final BodyMemory memory;
    private final MeasurementIngest door;
    private final Preview preview;
    private final IngestSettings settings;
    private final IngestRequests callers;
    private final RequestBodies formats;

    public MeasurementResource(
            BodyReader bodies,
            BodyMemory memory,
            MeasurementIngest door,
            Preview preview,
            IngestSettings settings,
            IngestRequests callers) {
        this.callers = callers;
        this.bodies = bodies;
        this.memory = memory;
        this.door = door;
        this.preview = preview;
        this.settings = settings;
        formats = new RequestBodies(settings);
    }

    @POST
    @RolesAllowed(Right.MEASUREMENTS_WRITE)
    @Consumes({MediaType.APPLICATION_JSON, NDJSON, CSV, XLSX, EVENT, EVENTS})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "postMeasurements",
            summary = "Send one measurement or many",
            description =
                    "Each item gets a receipt of its own; 'accepted' is said only once Kafka has"
                            + " acknowledged it. At most 10,000 items or 8 MiB a call; gzip is"
                            + " taken. Sending the same again with the same ids is safe."
                            + " A CSV has its columns separated by commas, or by semicolons or"
                            + " tabs, and may then write decimals with a comma; of a workbook"
                            + " (.xlsx) the first sheet is read, whose first row has the names."
                            + " Numbers have at most 30 digits; more than 12 after the point are"
                            + " rounded half-even to 12."
                            + " CloudEvents 1.0 of the type io.effekt.measurement.v1 are taken in"
                            + " binary mode (headers ce-*, the body as without them), structured"
                            + " and batched. A bare array of measurements is taken like"
                            + " 'measurements'; it is not in the schema, because clients that are"
                            + " generated from such a choice do not compile.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema =
                                @Schema(
                                        oneOf = {
                                            MeasurementForm.class,
                                            MeasurementForm.Many.class
                                        })),
                @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = XLSX,
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = EVENT,
                        schema = @Schema(implementation = CloudEventForm.class)),
                @Content(
                        mediaType = EVENTS,
                        schema =
                                @Schema(
                                        type = SchemaType.ARRAY,
                                        implementation = CloudEventForm.class,
                                        maxItems = 10_000))
            })
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description =
                    "wait=N: how many seconds the answer may take, so that receipts say 'counted';"
                            + " return=minimal: only the receipts of rejected items")
    @Parameter(
            name = IMPORT,
            in = ParameterIn.HEADER,
            description = "Id of the import that the items belong to; a new one when absent",
            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
    @Parameter(
            name = "ce-specversion",
            in = ParameterIn.HEADER,
            description = "Makes the request a CloudEvent in binary mode",
            schema = @Schema(type = SchemaType.STRING, enumeration = "1.0"))
    @Parameter(
            name = "ce-type",
            in = ParameterIn.HEADER,
            description = "Required of an event",
            schema = @Schema(type = SchemaType.STRING, enumeration = CloudEventBuilder.TYPE))
    @Parameter(
            name = "ce-source",
            in = ParameterIn.HEADER,
            description =
                    "Required of an event: 'source' of its measurements. Percent-encoded, like"
                            + " every attribute in a header",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "ce-id",
            in = ParameterIn.HEADER,
            description =
                    "Required of an event: 'id' of its measurement; '<id>/<n>', n from 0, of those"
                            + " of a list that have none",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "ce-time",
            in = ParameterIn.HEADER,
            description = "When the event was made; says nothing about the measurement",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @APIResponse(
            responseCode = "200",
            description = "A single one is counted, or was before",
            content = @Content(schema = @Schema(implementation = ReceiptList.class)))
    @APIResponse(
            responseCode = "202",
            description = "A single one is accepted or held",
            content = @Content(schema = @Schema(implementation = ReceiptList.class)))
    @APIResponse(
            responseCode = "207",
            description = "A list has been taken, each item as its receipt says",
            content = @Content(schema = @Schema(implementation = ReceiptList.class)))
    @APIResponse(
            responseCode = "422",
            description = "A single one is rejected",
            content = @Content(schema = @Schema(implementation = ReceiptList.class)))
    @APIResponse(responseCode = "400", description = "The body cannot be read")
    @APIResponse(responseCode = "413", description = "Too many items, or too long a body")
    @APIResponse(responseCode = "415", description = "No such format")
    @APIResponse(responseCode = "503", description = "Kafka has not acknowledged all of it")
    public Response post(
            @LargeBody InputStream body,
            @QueryParam("dryRun") @Nullable String dryRun,
            @Context HttpHeaders headers) {
        boolean dry = isTrue(dryRun);
        Preferences preferences =
                Preferences.of(headers.getRequestHeader("Prefer"), settings.maxWait());
        IngestRequest call = call(headers, preferences);
        try (BodyMemory.Lease lease = memory.open(callers.name())) {
            ParsedBody.Items items = read(body, headers, lease);
            lease.shrinkTo(kept(items));
            List<Receipt> receipts =
                    dry ? preview.of(call, items.items()) : door.take(call, items.items());
            ReceiptList list = ReceiptList.of(receipts);
            return Response.status(status(items, receipts))
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .header(IMPORT, call.importId())
                    .entity(preferences.minimal() ? list.minimal() : list)
                    .build();
        }
    }

    /** What is still there once the body has been read: about so many bytes. */
    private static int kept(ParsedBody.Items items) {
        int bytes = 0;
        for (ParsedItem item : items.items()) {
            bytes +=
                    switch (item) {
                        case ParsedItem.WellFormed fine -> ITEM;
                        case ParsedItem.Refused wrong -> ITEM + wrong.bytes().length;
                    };
        }
        return bytes;
    }

    private ParsedBody.Items read(InputStream body, HttpHeaders headers, BodyMemory.Lease lease) {
        MediaType type = RequestBodies.type(headers);
        byte[] bytes =
                bodies.read(
                        body,
                        headers.getHeaderString("Content-Encoding"),
                        lease,
                        Math.toIntExact(settings.maxBody()));
        return formats.read(type, headers, bytes, lease);
    }

    private IngestRequest call(HttpHeaders headers, Preferences preferences) {
        String given = headers.getHeaderString(IMPORT);
        return callers.call(
                given == null ? UUID.randomUUID() : importId(given),
                preferences.waiting().orElse(Duration.ZERO));
    }

    private static UUID importId(String text) {
        try {
            UUID id = UUID.fromString(text.strip());
            if (id.toString().equalsIgnoreCase(text.strip())) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Problem.malformed("The header Effekt-Import has to be a UUID, or left out.")
                .exception();
    }

    private static boolean isTrue(@Nullable String dryRun) {
        return switch (dryRun == null ? "false" : dryRun.toLowerCase(Locale.ROOT)) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw Problem.malformed("'dryRun' has to be true or false.").exception();
        };
    }

    private static int status(ParsedBody.Items items, List<Receipt> receipts) {
        if (!items.single()) {
            return 207;
        }
        return switch (receipts.getFirst().receipt()) {
            case Receipt.REJECTED -> 422;
            case "counted", "duplicate" -> 200;
            default -> 202;
        };
    }
}
