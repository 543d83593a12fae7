package io.effekt.ingest.imports;

import io.effekt.access.Right;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.measurement.ImportSummary;
import io.effekt.eventstore.postgres.ImportPages;
import io.effekt.http.ChangeReason;
import io.effekt.http.body.JsonForm;
import io.effekt.ingest.IngestSettings;
import io.effekt.ingest.append.Hidden;
import io.effekt.ingest.append.IngestRequest;
import io.effekt.ingest.append.Stewards;
import io.effekt.ingest.door.IngestRequests;
import io.effekt.ingest.door.MeasurementIngest;
import io.effekt.ingest.door.Receipt;
import io.effekt.ingest.door.ReceiptList;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.json.Form;
import io.effekt.kernel.Preferences;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Imports: what one or more calls under one {@code Effekt-Import} brought, and taking it back. */
@Path("/api/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Measurements")
public class ImportResource {
    private static final int SERIES = 1_000;
    private static final int AT_ONCE = 1_000;
    private static final int PROBLEMS = 100;

    private final CallerVisibility callerVisibility;
    private final ImportPages imports;
    private final ImportUndo undo;
    private final MeasurementIngest door;
    private final IngestRequests callers;
    private final Stewards stewards;
    private final DefinitionsView definitions;
    private final IngestSettings settings;
    private final InstantSource clock;

    public ImportResource(
            CallerVisibility callerVisibility,
            ImportPages imports,
            ImportUndo undo,
            MeasurementIngest door,
            IngestRequests callers,
            Stewards stewards,
            DefinitionsView definitions,
            IngestSettings settings,
            InstantSource clock) {
        this.callerVisibility = callerVisibility;
        this.imports = imports;
        this.undo = undo;
        this.door = door;
        this.callers = callers;
        this.stewards = stewards;
        this.definitions = definitions;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({Right.STATUS_READ, Right.MEASUREMENTS_WRITE})
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(
            operationId = "getImport",
            summary = "What an import brought, and what taking it back would undo")
    @APIResponse(
            responseCode = "200",
            description = "The import",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "404", description = "Nothing came under that id")
    public ImportView get(@PathParam("id") String id) {
        UUID importId = read(id);
        return ImportView.of(importId, known(importId));
    }

    @POST
    @RolesAllowed(Right.MEASUREMENTS_WRITE)
    @Path("/{id}/retract")
    @RunOnVirtualThread
    @Operation(
            operationId = "retractImport",
            summary = "Take the whole of an import back",
            description =
                    "What it measured is retracted, what it corrected is corrected back, what it"
                            + " retracted is measured again. What somebody has corrected since stays."
                            + " What others sent a steward takes back, or a client that shares their source."
                            + " Sending it twice changes nothing. The answer names the import that"
                            + " undoes it; it can be taken back in its turn.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReasonForm.class)))
    @APIResponse(
            responseCode = "200",
            description = "All of it counts",
            content = @Content(schema = @Schema(implementation = ImportView.Retraction.class)))
    @APIResponse(
            responseCode = "202",
            description = "All of it is accepted, and counts soon",
            content = @Content(schema = @Schema(implementation = ImportView.Retraction.class)))
    @APIResponse(responseCode = "404", description = "Nothing came under that id")
    @APIResponse(responseCode = "422", description = "There is no reason")
    @APIResponse(responseCode = "503", description = "Kafka has not acknowledged all of it")
    public Response retract(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        UUID importId = read(id);
        String reason = reason(body, headers);
        ImportSummary summary = known(importId);
        Preferences preferences =
                Preferences.of(headers.getRequestHeader("Prefer"), settings.maxWait());
        Instant patience = clock.instant().plus(preferences.waiting().orElse(Duration.ZERO));
        UUID by = UUID.randomUUID();
        Hidden hidden = stewards.hidden(definitions.current());
        List<Receipt> receipts = new ArrayList<>();
        EntryId after = null;
        while (true) {
            EntryId from = after;
            ImportUndo.Step step =
                    callerVisibility.read(
                            tx -> undo.counted(tx, importId, reason, hidden, from, AT_ONCE));
            receipts.addAll(send(step.messages(), by, patience));
            after = step.last();
            if (after == null) {
                break;
            }
        }
        receipts.addAll(
                send(
                        callerVisibility.read(tx -> undo.held(tx, importId, reason, hidden)),
                        by,
                        patience));
        return answer(importId, by, summary, receipts);
    }

    /** The body of a call that only gives a reason. */
    @Schema(name = "Reason")
    record ReasonForm(@Schema(required = true, maxLength = 2_000) String reason) {}

    private List<Receipt> send(List<ParsedMeasurement> messages, UUID by, Instant patience) {
        if (messages.isEmpty()) {
            return List.of();
        }
        List<ParsedItem> items = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            items.add(new ParsedItem.WellFormed(i, messages.get(i)));
        }
        Duration left = Duration.between(clock.instant(), patience);
        IngestRequest call = callers.call(by, left.isNegative() ? Duration.ZERO : left);
        return door.take(call.undoing(), items);
    }

    private static Response answer(
            UUID importId, UUID by, ImportSummary before, List<Receipt> receipts) {
        ReceiptList list = ReceiptList.of(receipts);
        List<Receipt> problems =
                receipts.stream()
                        .filter(r -> r.receipt().equals(Receipt.REJECTED))
                        .limit(PROBLEMS)
                        .toList();
        ImportView.Retraction retraction =
                new ImportView.Retraction(
                        importId,
                        by,
                        receipts.size(),
                        before.counted() - before.standing(),
                        list.counted(),
                        list.duplicate(),
                        problems);
        boolean done = list.counted() + list.duplicate() + list.rejected() == receipts.size();
        return Response.status(done ? 200 : 202)
                .location(URI.create("/api/v1/imports/" + by))
                .entity(retraction)
                .build();
    }

    private ImportSummary known(UUID importId) {
        Hidden hidden = stewards.hidden(definitions.current());
        ImportSummary summary =
                callerVisibility.read(tx ->
                        imports.summary(tx, importId, hidden.kpis(), hidden.caller(), SERIES));
        Visibility visibility = callerVisibility.now();
        boolean isSeen =
                summary.series().stream()
                        .allMatch(s ->
                                visibility.seesKpi(s.kpi())
                                        && visibility.seesEver(Scope.parse(s.scope())));
        if (!summary.isKnown() || !isSeen) {
            Problem unknown =
                    Problem.notFound(
                            "Nothing came under this import; the answer to a POST of measurements"
                                    + " names its import in the header Effekt-Import.");
            throw (visibility.isWhole() ? unknown : unknown.hiding()).exception();
        }
        return summary;
    }

    private static String reason(byte @Nullable [] body, HttpHeaders headers) {
        @Nullable String reason;
        if (body == null || body.length == 0) {
            reason = ChangeReason.of(headers);
        } else {
            reason = reason(JsonForm.of(body), headers);
        }
        if (reason == null) {
            throw Problem.refused(
                            422,
                            List.of(
                                    new Refusal(
                                            "required",
                                            "/reason",
                                            "Say why the import is taken back.")))
                    .exception();
        }
        return reason;
    }

    private static @Nullable String reason(Form form, HttpHeaders headers) {
        String reason = ChangeReason.of(form, headers);
        return switch (form.finish(() -> reason == null ? "" : reason)) {
            case Form.Read.Wrong<String>(List<Refusal> refusals) ->
                    throw Problem.refused(422, refusals).exception();
            case Form.Read.Fine<String>(String read) -> read.isEmpty() ? null : read;
        };
    }

    private static UUID read(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("An import's id is a UUID.").exception();
        }
    }
}
