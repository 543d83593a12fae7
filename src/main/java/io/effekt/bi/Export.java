package io.effekt.bi;

import io.effekt.bi.Expression.Cell;
import io.effekt.bi.Expression.Comparator;
import io.effekt.bi.Expression.Comparison;
import io.effekt.bi.Expression.Literal;
import io.effekt.http.QueryParameters;
import io.effekt.kernel.GivenTime;
import io.effekt.kernel.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a flat export asks for.
 *
 * @param format json, ndjson or csv
 * @param limit rows of a page; 0 where none is given
 * @param cursor as it was sent
 * @param question the set and what decides on its rows and columns: a cursor belongs to that
 */
record Export(Query query, String format, int limit, @Nullable String cursor, String question) {
    private static final Set<String> KNOWN =
            Set.of("from", "to", "fields", "limit", "cursor", "format");
    private static final int LARGEST_PAGE = 20_000;

    /**
     * @param name of the set
     * @throws io.effekt.kernel.ProblemException where there is no such set or a parameter is wrong
     */
    static Export of(String name, MultivaluedMap<String, String> parameters) {
        BiSet set =
                BiSets.named(name)
                        .orElseThrow(() ->
                                Problem.notFound("There is no such set; GET /api/v1/bi lists them.")
                                        .exception());
        QueryParameters given = new QueryParameters(parameters, KNOWN);
        String format = format(given);
        int limit = given.number("limit", 0, 1, LARGEST_PAGE);
        return new Export(
                days(given, Query.of(set).showing(fields(given, set))),
                format,
                limit,
                given.text("cursor"),
                name
                        + "?"
                        + given.text("from")
                        + "&"
                        + given.text("to")
                        + "&"
                        + given.text("fields"));
    }

    private static String format(QueryParameters given) {
        String format = given.text("format");
        if (format != null && !Set.of("json", "ndjson", "csv").contains(format)) {
            throw QueryParameters.refused(
                    "invalid-parameter", "format", "Write 'format' as json, ndjson or csv.");
        }
        return format == null ? "json" : format;
    }

    private static List<BiColumn> fields(QueryParameters given, BiSet set) {
        String fields = given.text("fields");
        if (fields == null) {
            return set.columns();
        }
        List<BiColumn> columns = new ArrayList<>();
        for (String name : fields.split(",", -1)) {
            BiColumn column =
                    set.column(name.strip())
                            .orElseThrow(() ->
                                    QueryParameters.refused(
                                            "invalid-parameter",
                                            "fields",
                                            "'fields': there is no column of one of these names;"
                                                    + " GET /api/v1/bi lists them."));
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        return columns;
    }

    private static Query days(QueryParameters given, Query query) {
        LocalDate from = given.as("from", Export::day);
        LocalDate to = given.as("to", Export::day);
        if (from == null && to == null) {
            return query;
        }
        String day = query.set().day();
        if (day == null) {
            throw QueryParameters.refused(
                    "invalid-parameter",
                    from == null ? "to" : "from",
                    "Rows of this set have no days: leave out 'from' and 'to'.");
        }
        Cell cell = new Cell(query.set().column(day).orElseThrow());
        Query restricted = query;
        if (from != null) {
            restricted = restricted.where(compared(cell, Comparator.GE, from));
        }
        return to == null ? restricted : restricted.where(compared(cell, Comparator.LT, to));
    }

    private static Comparison compared(Cell cell, Comparator how, LocalDate day) {
        return new Comparison(how, cell, new Literal(day.toString(), CellType.DAY));
    }

    private static LocalDate day(String text) {
        return GivenTime.day(text, GivenTime.FIRST_YEAR, QueryParameters.LATEST_YEAR);
    }
}
