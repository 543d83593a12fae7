package io.effekt.bi.odata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.effekt.bi.BiRows;
import io.effekt.bi.JsonCells;
import io.effekt.bi.PageToken;
import io.effekt.bi.PageTokens;
import io.effekt.bi.Query;
import io.effekt.bi.SetTags;
import io.effekt.dataset.Column;
import io.effekt.http.ETags;
import io.effekt.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows as OData's JSON: one by its key, or a page of them. */
@ApplicationScoped
class ODataPages {
    private static final int PAGE = 5_000;
    private static final int LARGEST_PAGE = 20_000;
    private static final JsonFactory JSON = new JsonFactory();

    private final BiRows rows;
    private static final String VARIES = "Accept, Authorization, Prefer";

    private final PageTokens tokens;
    private final SetTags tags;

    ODataPages(BiRows rows, PageTokens tokens, SetTags tags) {
        this.rows = rows;
        this.tokens = tokens;
        this.tags = tags;
    }

    /** The row with that key; 404 where it is not there or not seen. */
    Response one(ODataRequest what, String base, ODataHeaders asked, HttpHeaders headers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        JsonCells cells = JsonCells.of(what.query(), asked.numbersAsText());
        boolean[] found = {false};
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            if (asked.metadata()) {
                json.writeStringField("@odata.context", context(what, base) + "/$entity");
            }
            rows.read(
                    what.query().limitedTo(1),
                    (row, belonging) -> {
                        cells.write(json, row, belonging);
                        found[0] = true;
                    });
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!found[0]) {
            throw Problem.notFound("There is no row with this key.").exception();
        }
        String tag = ETags.weak(body.toByteArray());
        Response.ResponseBuilder answer =
                ETags.isKnown(headers, tag)
                        ? Response.notModified()
                        : Response.ok(body.toByteArray(), asked.contentType());
        return SetTags.with(answer, tag, VARIES).build();
    }

    /** A page of rows, with the link to the next. */
    Response rows(
            ODataRequest what,
            String base,
            ODataHeaders asked,
            Options options,
            HttpHeaders headers) {
        String question = tokens.question(what.query().set().name() + options.question());
        Optional<PageToken> after = token(options, question);
        long top = after.map(PageToken::left).orElseGet(() -> options.number("$top", -1));
        int preferred = preferred(headers);
        long page = preferred == 0 ? PAGE : Math.min(preferred, LARGEST_PAGE);
        long limit = top >= 0 ? Math.min(top, page) : page;
        Query query = what.query().after(after).limitedTo(limit);
        boolean counts = options.isOn("$count");
        String tag =
                tags.of(
                        query,
                        String.join(
                                "\n",
                                question,
                                base,
                                options.values().toString(),
                                asked.toString(),
                                counts ? Long.toString(rows.count(query)) : ""));
        if (ETags.isKnown(headers, tag)) {
            return SetTags.with(Response.notModified(), tag, VARIES).build();
        }
        StreamingOutput body =
                out -> {
                    JsonGenerator json = JSON.createGenerator(out);
                    json.writeStartObject();
                    if (asked.metadata()) {
                        json.writeStringField("@odata.context", context(what, base));
                    }
                    Optional<PageToken> next = write(json, query, counts, asked.numbersAsText());
                    json.writeEndArray();
                    long left = top < 0 ? -1 : top - limit;
                    if (next.isPresent() && left != 0) {
                        PageToken token =
                                new PageToken(next.get().last(), next.get().picture(), left);
                        json.writeStringField(
                                "@odata.nextLink",
                                link(what, base, options, tokens.write(token, question)));
                    }
                    json.writeEndObject();
                    json.close();
                };
        Response.ResponseBuilder answer =
                SetTags.with(Response.ok(body, asked.contentType()), tag, VARIES);
        if (preferred > 0) {
            answer.header("Preference-Applied", "odata.maxpagesize=" + page);
        }
        return answer.build();
    }

    private Optional<PageToken> write(
            JsonGenerator json, Query query, boolean counts, boolean numbersAsText)
            throws IOException {
        JsonCells cells = JsonCells.of(query, numbersAsText);
        BiRows.Sink sink =
                (row, belonging) -> {
                    json.writeStartObject();
                    cells.write(json, row, belonging);
                    json.writeEndObject();
                };
        if (counts) {
            return rows.counted(query, total -> begin(json, total, numbersAsText), sink);
        }
        json.writeArrayFieldStart("value");
        return rows.read(query, sink);
    }

    private static void begin(JsonGenerator json, long total, boolean asText) throws IOException {
        json.writeFieldName("@odata.count");
        if (asText) {
            json.writeString(Long.toString(total));
        } else {
            json.writeNumber(total);
        }
        json.writeArrayFieldStart("value");
    }

    private static int preferred(HttpHeaders headers) {
        List<String> prefer = headers.getRequestHeader("Prefer");
        return ODataHeaders.preferredPage(prefer == null ? List.of() : prefer);
    }

    private Optional<PageToken> token(Options options, String question) {
        String word = options.get("$skiptoken");
        return word == null
                ? Optional.empty()
                : Optional.of(
                        tokens.read(word, question)
                                .orElseThrow(() ->
                                        Refused.because(
                                                400,
                                                "invalid-token",
                                                "$skiptoken",
                                                "This token is not one of ours for this question,"
                                                        + " or older than two hours:"
                                                        + " follow the next link as it is.")));
    }

    private static String link(ODataRequest what, String base, Options options, String token) {
        String kept =
                options.values().entrySet().stream()
                        .filter(o ->
                                !List.of("$skiptoken", "$skip", "$top", "$count")
                                        .contains(o.getKey()))
                        .map(o -> o.getKey() + "=" + encoded(o.getValue()) + "&")
                        .collect(Collectors.joining());
        return base + "/" + what.query().set().name() + "?" + kept + "$skiptoken=" + token;
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String context(ODataRequest what, String base) {
        List<String> shown = new ArrayList<>();
        if (what.selected()) {
            what.query().columns().forEach(column -> shown.add(column.name()));
        }
        for (Query.Expanded expanded : what.query().expanded()) {
            boolean all = expanded.columns().equals(expanded.target().columns());
            shown.add(
                    expanded.link().name()
                            + (all
                                    ? "()"
                                    : expanded.columns().stream()
                                            .map(Column::name)
                                            .collect(Collectors.joining(",", "(", ")"))));
        }
        String columns = shown.isEmpty() ? "" : "(" + String.join(",", shown) + ")";
        return base + "/$metadata#" + what.query().set().name() + columns;
    }
}
