package io.effekt.ingest.form.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.effekt.ingest.door.MeasurementView;
import io.effekt.ingest.form.Field;
import io.effekt.ingest.form.FreeText;
import io.effekt.ingest.form.ParseResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rejected measurements as CSV (RFC 4180): why, the bytes that came, and in columns of their own
 * the fields that can be read of them. Mended, the file can be sent as it is: the door passes over
 * the columns that say why, and reads neutralised cells back to what they were. A row whose bytes
 * say what its columns cannot is refused as long as it has them: {@link #unmended}.
 */
public final class RejectedCsv {
    private static final List<String> FIRST =
            List.of(
                    "receivedAt",
                    RejectedColumns.CODE,
                    "detail",
                    "source",
                    "id",
                    "kpi",
                    "scope",
                    RejectedColumns.BODY);
    private static final List<String> FIELDS =
            Stream.of(
                            Stream.of(
                                    Field.OBSERVED_AT,
                                    Field.PERIOD,
                                    Field.VALUE,
                                    Field.WEIGHT,
                                    Field.NUMERATOR,
                                    Field.DENOMINATOR),
                            Stream.of(Field.COMMENT, Field.CORRECTS, Field.RETRACTS, Field.REASON))
                    .flatMap(fields -> fields)
                    .map(Field::fieldName)
                    .toList();
    private static final List<String> SCORES =
            IntStream.rangeClosed(0, 10)
                    .mapToObj(score -> Field.SCORES.fieldName() + "." + score)
                    .toList();

    /** As many as leave room among the columns that are read. */
    private static final int MOST_DIMENSIONS = 50;

    private RejectedCsv() {}

    public static String write(List<MeasurementView.Rejected> rows) {
        List<Map<String, String>> read =
                rows.stream().map(row -> RejectedFields.of(row.body()).fields()).toList();
        NavigableSet<String> dimensions = new TreeSet<>();
        for (Map<String, String> fields : read) {
            fields.keySet().stream()
                    .filter(RejectedCsv::isDimension)
                    .filter(name -> dimensions.size() < MOST_DIMENSIONS)
                    .forEach(dimensions::add);
        }
        List<String> more =
                Stream.of(FIELDS.stream(), SCORES.stream(), dimensions.stream())
                        .flatMap(names -> names)
                        .toList();
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(Stream.concat(FIRST.stream(), more.stream()).toList());
            for (int i = 0; i < rows.size(); i++) {
                csv.writeRecord(cells(rows.get(i), read.get(i), more));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Why a row that is sent again is refused still; null when it says all of what came.
     *
     * @param code why it was refused, as its cell has it
     * @param body the bytes that came, as their cell has them; empty once somebody has mended it
     * @param columns names of those that the file has
     */
    public static @Nullable String unmended(String code, String body, Collection<String> columns) {
        if (body.isBlank()) {
            return null;
        }
        String beyond = RejectedFields.of(code, body).beyond(columns);
        return beyond == null
                ? null
                : "the columns do not say all that 'body' says: "
                        + beyond
                        + "; mend the columns, and empty 'body' to send the row without it";
    }

    /** One that can be a column: the whole file is refused for one that cannot. */
    private static boolean isDimension(String name) {
        return name.startsWith(Field.DIMENSIONS.fieldName() + ".")
                && name.equals(name.strip())
                && CsvColumn.isHeader(List.of(name));
    }

    /** A client's own name need not be a source that can be sent: it is the default anyhow. */
    private static @Nullable String source(@Nullable String source) {
        boolean canBeSent =
                source != null
                        && FreeText.uriReference(source, Integer.MAX_VALUE)
                                instanceof ParseResult.Value<String>;
        return canBeSent ? source : null;
    }

    private static List<String> cells(
            MeasurementView.Rejected row, Map<String, String> fields, List<String> more) {
        List<String> cells = new ArrayList<>();
        cells.add(row.receivedAt());
        cells.add(row.code());
        cells.add(row.detail());
        for (Field field : List.of(Field.SOURCE, Field.ID, Field.KPI, Field.SCOPE)) {
            String known =
                    switch (field) {
                        case SOURCE -> source(row.source());
                        case ID -> row.id();
                        case KPI -> row.kpi();
                        default -> row.scope();
                    };
            cells.add(known == null ? fields.getOrDefault(field.fieldName(), "") : known);
        }
        cells.add(row.body());
        more.forEach(name -> cells.add(fields.getOrDefault(name, "")));
        return cells.stream().map(Neutral::write).toList();
    }
}
