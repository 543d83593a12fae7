package io.effekt.ingest.door;

import io.effekt.access.Right;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.measurement.Identity;
import io.effekt.eventstore.measurement.IdentityKey;
import io.effekt.eventstore.measurement.MeasurementEntry;
import io.effekt.eventstore.measurement.RejectedMeasurement;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.eventstore.postgres.Identities;
import io.effekt.eventstore.postgres.MeasurementPages;
import io.effekt.http.Cursor;
import io.effekt.http.QueryParameters;
import io.effekt.ingest.append.Hidden;
import io.effekt.ingest.append.RefusalCodes;
import io.effekt.ingest.append.Stewards;
import io.effekt.ingest.form.ContentHash;
import io.effekt.ingest.form.csv.RejectedCsv;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Scope;
import io.effekt.kernel.Slug;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.asof.TimeTravel;
import io.effekt.kpi.application.query.NameCheck;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What has become of measurements: counted, held, rejected. */
@Path("/api/v1/measurements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Measurements")
public class MeasurementReads {
    private static final String READING = "Reading single measurements of a KPI with small groups";

    private final Database database;
    private final CallerVisibility callerVisibility;
    private final MeasurementPages pages;
    private final Identities identities;
    private final HeldAndRejected setAside;
    private final DefinitionsView definitions;
    private final TimeTravel travel;
    private final Stewards stewards;
    private final NameCheck names;

    public MeasurementReads(
            Database database,
            CallerVisibility callerVisibility,
            MeasurementPages pages,
            Identities identities,
            HeldAndRejected setAside,
            DefinitionsView definitions,
            TimeTravel travel,
            Stewards stewards,
            NameCheck names) {
        this.database = database;
        this.names = names;
        this.travel = travel;
        this.definitions = definitions;
        this.stewards = stewards;
        this.callerVisibility = callerVisibility;
        this.pages = pages;
        this.identities = identities;
        this.setAside = setAside;
    }

    /** A page of a list; next is null on the last one. */
    record Listed<T>(List<T> items, @Nullable String next) {}

    /** As {@link Listed}, for the document of the API, which cannot see into a {@link Response}. */
    @Schema(name = "RejectedPage")
    record RejectedPage(List<MeasurementView.Rejected> items, @Nullable String next) {}

    /** Entries of the log, in order of their position. */
    @GET
    @RolesAllowed({Right.STATUS_READ, Right.MEASUREMENTS_WRITE})
    @RunOnVirtualThread
    @Operation(
            operationId = "listMeasurements",
            summary = "Measurements that were taken, page by page",
            description =
                    "In order of their position in the log: everything, also what was replaced or taken"
                            + " back; or only what counts, with 'standing', 'at' or 'asOf'.")
    @Parameter(name = "kpi", in = ParameterIn.QUERY)
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description =
                    "team:<key>, stream:<key> or org, with all that lies beneath it: a team counts in"
                            + " a stream on the days that it belongs to it",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "below",
            in = ParameterIn.QUERY,
            description = "false: only what was measured at the scope itself",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
    @Parameter(
            name = "dimension",
            in = ParameterIn.QUERY,
            description = "One value of one dimension, for instance zone:north",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Observed at or after this time",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Observed before this time",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "recordedAfter",
            in = ParameterIn.QUERY,
            description = "Recorded after this time",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "standing",
            in = ParameterIn.QUERY,
            description = "true: only what counts, without what was replaced or taken back",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "at",
            in = ParameterIn.QUERY,
            description =
                    "Only what counts at this time: not what was observed after it; what was sent for"
                            + " a period counts from its first day on. That of 'asOf' when absent.",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "asOf",
            in = ParameterIn.QUERY,
            description =
                    "Only what counted by what had been recorded by this time, in the organisation that"
                            + " was known then",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "404", description = "No such KPI, scope or dimension")
    public Listed<MeasurementView.Counted> list(@Context UriInfo uri) {
        QueryParameters given =
                new QueryParameters(uri.getQueryParameters(), MeasurementQuery.KNOWN);
        MeasurementQuery asked = MeasurementQuery.read(given);
        requireNamed(asked);
        List<String> guarded = hidden().kpis().stream().sorted().toList();
        String kpi = asked.kpi();
        if (kpi != null && guarded.contains(kpi)) {
            stewards.require(READING);
        }
        int limit = given.number("limit", 100, 1, 1_000);
        // What was known then is for the service to know; what is shown is for the caller to see.
        MeasurementPages.Filter filter =
                database.onOneSnapshot(tx -> asked.filter(tx, travel, guarded));
        List<MeasurementEntry> rows =
                callerVisibility.read(tx -> pages.page(tx, filter, limit + 1));
        boolean more = rows.size() > limit;
        List<MeasurementEntry> shown = more ? rows.subList(0, limit) : rows;
        EntryId last = shown.isEmpty() ? null : shown.getLast().place();
        return new Listed<>(
                shown.stream().filter(this::isSeen).map(MeasurementView::of).toList(),
                more && last != null
                        ? Cursor.next(
                                uri,
                                List.of(Integer.toString(last.part()), Long.toString(last.seq())))
                        : null);
    }

    /** One measurement by its source and id, whatever has become of it. */
    @GET
    @RolesAllowed({Right.STATUS_READ, Right.MEASUREMENTS_WRITE})
    @Path("/one")
    @RunOnVirtualThread
    @Operation(
            operationId = "getMeasurement",
            summary = "A measurement with its receipt and its chain of corrections")
    @Parameter(name = "source", in = ParameterIn.QUERY, required = true)
    @Parameter(name = "id", in = ParameterIn.QUERY, required = true)
    @APIResponse(responseCode = "200", description = "Counted or held")
    @APIResponse(
            responseCode = "404",
            description = "Nothing was taken under that id, or nothing that you may see")
    public MeasurementView.WithChain one(@Context UriInfo uri) {
        QueryParameters given =
                new QueryParameters(uri.getQueryParameters(), Set.of("source", "id"));
        String source = required(given, "source");
        String id = required(given, "id");
        Hidden hidden = hidden();
        MeasurementView.WithChain one = callerVisibility.read(tx -> one(tx, source, id, hidden));
        MeasurementView.Counted counted = one.measurement();
        if (counted != null && hidden.kpis().contains(counted.kpi())) {
            // Its sender knows that there is one.
            stewards.require(READING);
        }
        return one;
    }

    private MeasurementView.WithChain one(Tx tx, String source, String id, Hidden hidden) {
        IdentityKey key = new IdentityKey(source, ContentHash.idHash(id));
        Identity identity = identities.find(tx, List.of(key)).get(key);
        if (identity == null) {
            throw noSuch().exception();
        }
        if (identity.isHeld()) {
            if (setAside.held(tx, List.of(new HeldAndRejected.Named(source, id))).stream()
                    .noneMatch(held -> isSeen(callerVisibility.now(), held, hidden))) {
                throw noSuch().hiding().exception();
            }
            return new MeasurementView.WithChain("held", null, null, null, List.of());
        }
        EntryId place = new EntryId(identity.part(), identity.seq());
        MeasurementEntry entry = pages.at(tx, place);
        if (entry == null || !isSeen(entry) || hidden.hides(entry.series().kpi(), entry.actor())) {
            throw noSuch().hiding().exception();
        }
        return new MeasurementView.WithChain(
                "counted",
                null,
                null,
                MeasurementView.of(entry),
                pages.chain(tx, place).stream().map(MeasurementView::of).toList());
    }

    private static boolean isSeen(Visibility visibility, HeldMeasurement held, Hidden hidden) {
        return visibility.seesKpi(held.kpi())
                && visibility.seesEver(Scope.parse(held.scope()))
                && !hidden.hides(held.kpi(), held.actor());
    }

    private static Problem noSuch() {
        return Problem.notFound(
                "No measurement of this source was taken under that id;"
                        + " GET /api/v1/measurements/rejected lists what was not.");
    }

    /** Once more what row-level security has asked already. */
    private boolean isSeen(MeasurementEntry entry) {
        Visibility visibility = callerVisibility.now();
        Scope scope = Scope.parse(entry.series().scope());
        Kpi kpi = definitions.current().kpis().get(entry.series().kpi());
        LocalDate day =
                LocalDate.ofInstant(
                        entry.observedAt(),
                        kpi == null ? KpiRules.DEFAULT_TIME_ZONE : kpi.timeZone());
        return visibility.sees(
                entry.series().kpi(), scope, visibility.organisation().streamOf(scope, day));
    }

    /** What is not there, and was never, has no list; what the caller may not see is not there. */
    private void requireNamed(MeasurementQuery asked) {
        if (asked.asOf() == null) {
            names.requireKpi(asked.kpi());
            names.requireScope(asked.scope());
            names.requireDimension(asked.kpi(), asked.dimensionName());
        }
        names.requireSeen(asked.kpi());
        names.requireSeen(asked.scope());
    }

    /** Measurements that wait for their KPI or scope, or for a steward. */
    @GET
    @RolesAllowed({Right.STATUS_READ, Right.MEASUREMENTS_WRITE})
    @Path("/held")
    @RunOnVirtualThread
    @Operation(
            operationId = "listHeld",
            summary = "Measurements that wait for a definition, or for a steward")
    @Parameter(name = "kpi", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(responseCode = "200", description = "One page")
    public Listed<MeasurementView.Held> held(@Context UriInfo uri) {
        QueryParameters given =
                new QueryParameters(uri.getQueryParameters(), Set.of("kpi", "limit", "cursor"));
        int limit = given.number("limit", 100, 1, 1_000);
        List<String> cursor = Cursor.read(given.text("cursor"), 3);
        MeasurementPages.HeldKey after = cursor == null ? null : heldKey(cursor);
        String kpi = given.text("kpi");
        Hidden hidden = hidden();
        var rows =
                callerVisibility.read(tx ->
                        pages.held(tx, kpi, hidden.kpis(), hidden.caller(), after, limit + 1));
        List<HeldMeasurement> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        MeasurementPages.HeldKey last =
                rows.size() > limit ? MeasurementPages.HeldKey.of(shown.getLast()) : null;
        Visibility visibility = callerVisibility.now();
        return new Listed<>(
                shown.stream()
                        .filter(held -> isSeen(visibility, held, hidden))
                        .map(MeasurementView::of)
                        .toList(),
                last == null
                        ? null
                        : Cursor.next(
                                uri,
                                List.of(
                                        last.receivedAt().toString(),
                                        Integer.toString(last.part()),
                                        Long.toString(last.kafkaOffset()))));
    }

    /** Measurements that were not taken, newest first; as CSV with the reason beside the row. */
    @GET
    @RolesAllowed({Right.STATUS_READ, Right.MEASUREMENTS_WRITE})
    @Path("/rejected")
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @RunOnVirtualThread
    @Operation(operationId = "listRejected", summary = "Measurements that were not taken, and why")
    @Parameter(name = "import", in = ParameterIn.QUERY, description = "Effekt-Import of one call")
    @Parameter(name = "format", in = ParameterIn.QUERY, description = "json (default) or csv")
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = RejectedPage.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING))
            })
    public Response rejected(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters given =
                new QueryParameters(
                        uri.getQueryParameters(), Set.of("import", "format", "limit", "cursor"));
        int limit = given.number("limit", 100, 1, 1_000);
        List<String> after = Cursor.read(given.text("cursor"), 1);
        Long before = after == null ? null : Cursor.number(after.getFirst());
        UUID importId = given.as("import", UUID::fromString);
        boolean csv = isCsv(given.as("format", MeasurementReads::format), headers);
        var rows = callerVisibility.read(tx -> pages.rejected(tx, importId, before, limit + 1));
        boolean more = rows.size() > limit;
        var shown = more ? rows.subList(0, limit) : rows;
        String next =
                more ? Cursor.next(uri, List.of(Long.toString(shown.getLast().number()))) : null;
        Visibility visibility = callerVisibility.now();
        boolean isSteward = stewards.call();
        List<MeasurementView.Rejected> items =
                shown.stream()
                        .map(MeasurementPages.Rejected::measurement)
                        .filter(r -> visibility.isWhole() || isTold(visibility, r))
                        .map(r ->
                                isSteward || !isHidden(visibility, r)
                                        ? MeasurementView.of(r)
                                        : MeasurementView.of(r).withoutBody())
                        .toList();
        Response.ResponseBuilder answer =
                csv
                        ? Response.ok(RejectedCsv.write(items), "text/csv;charset=utf-8")
                        : Response.ok(new Listed<>(items, next), MediaType.APPLICATION_JSON_TYPE);
        if (next != null) {
            answer.header("Link", "<" + next + ">; rel=\"next\"");
        }
        return answer.build();
    }

    /**
     * Whether a caller with limits is shown what was not taken: their client has sent it, perhaps
     * with another key, and it is of what they see, or of nothing, or nobody was let send it.
     */
    private static boolean isTold(Visibility visibility, RejectedMeasurement rejected) {
        String kpi = rejected.kpi();
        return rejected.actor().equals(visibility.caller().actor())
                && (rejected.code().equals(RefusalCodes.NOT_PERMITTED)
                        || ((kpi == null || !Slug.isValid(kpi) || visibility.seesKpi(kpi))
                                && isOfNothingOrSeen(visibility, rejected.scope())));
    }

    /** Of a KPI that the caller does not see it is told neither that it guards small groups. */
    private static boolean isHidden(Visibility visibility, RejectedMeasurement rejected) {
        String kpi = rejected.kpi();
        return rejected.guarded() || (kpi != null && Slug.isValid(kpi) && !visibility.seesKpi(kpi));
    }

    private static boolean isOfNothingOrSeen(Visibility visibility, @Nullable String scope) {
        try {
            return scope == null || visibility.seesEver(Scope.parse(scope));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static MeasurementPages.HeldKey heldKey(List<String> cursor) {
        return new MeasurementPages.HeldKey(
                Cursor.time(cursor.get(0)),
                (int) Cursor.number(cursor.get(1)),
                Cursor.number(cursor.get(2)));
    }

    private static String format(String word) {
        if (word.equals("json") || word.equals("csv")) {
            return word;
        }
        throw new IllegalArgumentException("write json or csv");
    }

    /** What is named in the address goes before what the client likes best. */
    private static boolean isCsv(@Nullable String format, HttpHeaders headers) {
        MediaType liked = headers.getAcceptableMediaTypes().getFirst();
        return format == null ? liked.equals(new MediaType("text", "csv")) : format.equals("csv");
    }

    private Hidden hidden() {
        return stewards.hidden(definitions.current());
    }

    private static String required(QueryParameters given, String name) {
        String value = given.text(name);
        if (value == null) {
            throw QueryParameters.refused(
                    "missing-parameter", name, "Give '" + name + "' in the query.");
        }
        return value;
    }
}
