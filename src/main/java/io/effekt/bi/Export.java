package io.effekt.bi;

import io.effekt.bi.Expression.Cell;
import io.effekt.bi.Expression.Comparator;
import io.effekt.bi.Expression.Comparison;
import io.effekt.bi.Expression.Literal;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetVisibility;
import io.effekt.dataset.Datasets;
import io.effekt.http.QueryParameters;
import io.effekt.kernel.GivenTime;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Scope;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a flat export asks for.
 *
 * @param style of a CSV
 * @param limit rows of a page; 0 where none is given
 * @param cursor as it was sent
 * @param question the set and what decides on its rows and columns: a cursor belongs to that
 */
record Export(
        Query query,
        ExportFormat format,
        CsvStyle style,
        int limit,
        @Nullable String cursor,
        String question) {
    private static final Set<String> KNOWN =
            Set.of(
                    "from", "to", "kpi", "scope", "level", "fields", "limit", "cursor", "format",
                    "locale");
    private static final List<String> ASKED =
            List.of("from", "to", "kpi", "scope", "level", "fields");
    private static final int LARGEST_PAGE = 20_000;
    private static final int LONGEST_NAME = 60;

    /**
     * @param name of the set
     * @throws io.effekt.kernel.ProblemException where there is no such set or a parameter is wrong
     */
    static Export of(
            String name,
            Datasets datasets,
            MultivaluedMap<String, String> parameters,
            List<String> accept,
            DatasetVisibility visibility) {
        Dataset set = datasets.named(name).orElseThrow(() -> unknown(name, datasets));
        QueryParameters given = new QueryParameters(parameters, KNOWN);
        ExportFormat format = ExportFormat.of(given.text("format"), accept);
        CsvStyle style = CsvStyle.of(given.text("locale"));
        if (style != CsvStyle.PLAIN && format != ExportFormat.CSV && format != ExportFormat.XLSX) {
            throw QueryParameters.refused(
                    "invalid-parameter",
                    "locale",
                    "'locale' is for files that a spreadsheet opens: add format=csv.");
        }
        int limit = given.number("limit", 0, 1, LARGEST_PAGE);
        Query whole = Query.of(set).showing(fields(given, set));
        return new Export(
                places(given, days(given, whole), visibility),
                format,
                style,
                limit,
                given.text("cursor"),
                name + "?" + ASKED.stream().map(given::text).map(String::valueOf).toList());
    }

    private static ProblemException unknown(String name, Datasets datasets) {
        List<String> known = datasets.all().stream().map(Dataset::name).toList();
        return Problem.notFound(
                        "There is no such set"
                                + DidYouMean.ask(name, known)
                                + " GET /api/v1/bi lists them.")
                .exception();
    }

    private static Query places(QueryParameters given, Query query, DatasetVisibility visibility) {
        String kpi = given.text("kpi");
        Scope scope = given.as("scope", Scope::parse);
        String level = given.as("level", Export::level);
        Query restricted = query;
        if (kpi != null) {
            Cell cell = cell(query.set(), "Kpi", "kpi");
            visibility.requireKpi(kpi);
            restricted = restricted.where(equal(cell, kpi));
        }
        if (scope != null) {
            Cell cell = cell(query.set(), "Scope", "scope");
            visibility.requireScope(scope);
            restricted = restricted.where(equal(cell, scope.toString()));
        }
        if (level != null) {
            Cell cell = cell(query.set(), "Scope", "level");
            restricted =
                    restricted.where(
                            level.equals(Scope.Level.ORG.word())
                                    ? equal(cell, level)
                                    : new Expression.Call(
                                            Function.STARTSWITH,
                                            List.of(
                                                    cell,
                                                    new Literal(level + ":", ColumnType.TEXT))));
        }
        return restricted;
    }

    private static Cell cell(Dataset set, String column, String parameter) {
        return new Cell(
                set.column(column)
                        .orElseThrow(() ->
                                QueryParameters.refused(
                                        "invalid-parameter",
                                        parameter,
                                        "Rows of %s have no column %s: leave out '%s'."
                                                .formatted(set.name(), column, parameter))));
    }

    private static Comparison equal(Cell cell, String text) {
        return new Comparison(Comparator.EQ, cell, new Literal(text, ColumnType.TEXT));
    }

    private static String level(String word) {
        for (Scope.Level level : Scope.Level.values()) {
            if (level.word().equals(word)) {
                return word;
            }
        }
        throw new IllegalArgumentException("write team, stream or org");
    }

    private static List<Column> fields(QueryParameters given, Dataset set) {
        String fields = given.text("fields");
        if (fields == null) {
            return set.columns();
        }
        List<Column> columns = new ArrayList<>();
        for (String name : fields.split(",", -1)) {
            Column column =
                    set.column(name.strip())
                            .orElseThrow(() ->
                                    QueryParameters.refused(
                                            "invalid-parameter",
                                            "fields",
                                            "'fields': there is no column '%s' in %s%s GET /api/v1/bi lists them."
                                                    .formatted(
                                                            shown(name),
                                                            set.name(),
                                                            DidYouMean.ask(
                                                                    name.strip(), names(set)))));
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        return columns;
    }

    private static List<String> names(Dataset set) {
        return set.columns().stream().map(Column::name).toList();
    }

    private static String shown(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
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
        return new Comparison(how, cell, new Literal(day.toString(), ColumnType.DAY));
    }

    private static LocalDate day(String text) {
        return GivenTime.day(text, GivenTime.FIRST_YEAR, QueryParameters.LATEST_YEAR);
    }
}
