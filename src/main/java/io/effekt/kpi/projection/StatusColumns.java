package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.Coverage;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.ResolvedTarget;
import io.effekt.statistics.Interval;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns that a status is kept in: of a period, and the same and some more of a headline. */
final class StatusColumns {
    private StatusColumns() {}

    /** How many there are of a period. */
    private static final int OF_A_PERIOD = 35;

    static final String NAMES =
            """
            kpi, scope, dimension, period_start, level, value_stream, period, kpi_version,
            complete, value, unit, comparator, target, target_lower, target_upper, warning,
            warning_lower, warning_upper, target_from, status, confident, interval_lower,
            interval_upper, n, answers, coverage_teams, coverage_data, coverage_before,
            change_previous, change_baseline, rolled_up, min_group_size, evaluated_at,
            changes_at, position
            """;

    /** Those of a headline. */
    static final String HEADLINE_NAMES = NAMES + ", last_status";

    /** Everything but the key, for an upsert. */
    static final String UPDATES =
            """
            level = excluded.level, value_stream = excluded.value_stream,
            period = excluded.period, kpi_version = excluded.kpi_version,
            complete = excluded.complete, value = excluded.value, unit = excluded.unit,
            comparator = excluded.comparator, target = excluded.target,
            target_lower = excluded.target_lower, target_upper = excluded.target_upper,
            warning = excluded.warning, warning_lower = excluded.warning_lower,
            warning_upper = excluded.warning_upper, target_from = excluded.target_from,
            status = excluded.status, confident = excluded.confident,
            interval_lower = excluded.interval_lower, interval_upper = excluded.interval_upper,
            n = excluded.n, answers = excluded.answers, coverage_teams = excluded.coverage_teams,
            coverage_data = excluded.coverage_data, coverage_before = excluded.coverage_before,
            change_previous = excluded.change_previous,
            change_baseline = excluded.change_baseline, rolled_up = excluded.rolled_up,
            min_group_size = excluded.min_group_size, evaluated_at = excluded.evaluated_at,
            changes_at = excluded.changes_at, position = excluded.position
            """;

    static final String HEADLINE_UPDATES = UPDATES + ", last_status = excluded.last_status";

    /** Thirty-five arrays, $1 to $35, as rows. */
    static final String ROWS =
            """
            select kpi, scope, dimension, period_start::date, level, value_stream, period,
                kpi_version, complete::boolean, value::numeric, unit, comparator, target::numeric,
                target_lower::numeric, target_upper::numeric, warning::numeric,
                warning_lower::numeric, warning_upper::numeric, target_from, status,
                confident::boolean, interval_lower::double precision,
                interval_upper::double precision, n, answers, coverage_teams, coverage_data,
                coverage_before, change_previous::numeric, change_baseline::numeric, rolled_up,
                min_group_size, evaluated_at, changes_at, position
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::int[], $9::text[], $10::text[], $11::text[], $12::text[],
                $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
                $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::bigint[],
                $25::bigint[], $26::int[], $27::int[], $28::int[], $29::text[], $30::text[],
                $31::text[], $32::int[], $33::timestamptz[], $34::timestamptz[], $35::text[])
                as w(\
            """
                    + NAMES
                    + ")";

    /** One array more, $36, as rows of headlines. */
    static final String HEADLINE_ROWS =
            ROWS.replace("position\nfrom unnest(", "position, last_status\nfrom unnest(")
                    .replace("$35::text[])", "$35::text[], $36::text[])")
                    .replace(NAMES + ")", HEADLINE_NAMES + ")");

    static Object[] arrays(List<StoredStatus> rows) {
        return new Object[] {
            Columns.texts(rows, r -> r.status().kpi()),
            Columns.texts(rows, r -> r.status().scope().toString()),
            Columns.texts(rows, r -> dimension(r.status().dimension())),
            of(rows, s -> s.period(), p -> p.start().toString()),
            Columns.texts(rows, r -> r.status().scope().level().word()),
            Columns.texts(rows, StoredStatus::valueStream),
            of(rows, KpiStatus::period, Period::toString),
            Columns.integers(rows, r -> r.status().kpiVersion()),
            Columns.texts(rows, r -> Boolean.toString(r.status().complete())),
            of(rows, KpiStatus::value, BigDecimal::toPlainString),
            Columns.texts(rows, r -> r.status().unit()),
            of(rows, s -> s.target(), t -> t.comparator().word()),
            boundary(rows, StatusColumns::goal, Boundary::value),
            boundary(rows, StatusColumns::goal, Boundary::lower),
            boundary(rows, StatusColumns::goal, Boundary::upper),
            boundary(rows, StatusColumns::warning, Boundary::value),
            boundary(rows, StatusColumns::warning, Boundary::lower),
            boundary(rows, StatusColumns::warning, Boundary::upper),
            of(rows, KpiStatus::targetFrom, Scope::toString),
            Columns.texts(rows, r -> r.status().status().word()),
            of(rows, KpiStatus::confident, b -> Boolean.toString(b)),
            of(rows, KpiStatus::interval, i -> Double.toString(i.lower())),
            of(rows, KpiStatus::interval, i -> Double.toString(i.upper())),
            Columns.longs(rows, r -> r.status().n()),
            Columns.longs(rows, r -> r.status().answers()),
            Columns.integers(rows, r -> covered(r, Coverage::teams)),
            Columns.integers(rows, r -> covered(r, Coverage::withData)),
            Columns.integers(rows, r -> covered(r, Coverage::reportedBefore)),
            of(rows, KpiStatus::changeFromPrevious, BigDecimal::toPlainString),
            of(rows, KpiStatus::changeFromBaseline, BigDecimal::toPlainString),
            Columns.texts(rows, r -> r.status().rolledUp()),
            Columns.integers(rows, r -> r.status().minGroupSize()),
            Columns.times(rows, StoredStatus::evaluatedAt),
            Columns.times(rows, r -> r.status().changesAt()),
            Columns.texts(rows, StoredStatus::position)
        };
    }

    static Object[] headlineArrays(List<StoredStatus> rows) {
        List<Object> arrays = new ArrayList<>(List.of(arrays(rows)));
        arrays.add(of(rows, KpiStatus::lastStatus, Status::word));
        return arrays.toArray();
    }

    /** Reads a row that was selected by {@link #NAMES} or {@link #HEADLINE_NAMES}. */
    static StoredStatus read(Row row) {
        String period = row.getString(6);
        String from = row.getString(18);
        OffsetDateTime changes = row.getOffsetDateTime(33);
        Double lower = row.getDouble(21);
        Double upper = row.getDouble(22);
        Integer teams = row.getInteger(25);
        String dimension = row.getString(2);
        String last = row.size() > OF_A_PERIOD ? row.getString(OF_A_PERIOD) : null;
        KpiStatus status =
                new KpiStatus(
                        row.getString(0),
                        row.getInteger(7),
                        Scope.parse(row.getString(1)),
                        dimension.isEmpty() ? null : dimension,
                        period == null ? null : Period.parse(period),
                        row.getBoolean(8),
                        row.getBigDecimal(9),
                        row.getString(10),
                        target(row),
                        from == null ? null : Scope.parse(from),
                        Status.of(row.getString(19)),
                        row.getBoolean(20),
                        lower == null || upper == null ? null : new Interval(lower, upper),
                        row.getLong(23),
                        row.getLong(24),
                        teams == null
                                ? null
                                : new Coverage(teams, row.getInteger(26), row.getInteger(27)),
                        row.getBigDecimal(28),
                        row.getBigDecimal(29),
                        row.getString(30),
                        row.getInteger(31),
                        last == null ? null : Status.of(last),
                        changes == null ? null : changes.toInstant());
        return new StoredStatus(
                status, row.getString(5), row.getOffsetDateTime(32).toInstant(), row.getString(34));
    }

    private static @Nullable ResolvedTarget target(Row row) {
        String comparator = row.getString(11);
        if (comparator == null) {
            return null;
        }
        Boundary warning =
                new Boundary(row.getBigDecimal(15), row.getBigDecimal(16), row.getBigDecimal(17));
        return new ResolvedTarget(
                Comparator.of(comparator),
                new Boundary(row.getBigDecimal(12), row.getBigDecimal(13), row.getBigDecimal(14)),
                warning.value() == null && warning.lower() == null ? null : warning);
    }

    static String dimension(@Nullable String dimension) {
        return dimension == null ? "" : dimension;
    }

    private static <T> @Nullable String[] of(
            List<StoredStatus> rows,
            Function<KpiStatus, @Nullable T> field,
            Function<T, String> text) {
        return Columns.texts(
                rows,
                r -> {
                    T value = field.apply(r.status());
                    return value == null ? null : text.apply(value);
                });
    }

    private static @Nullable String[] boundary(
            List<StoredStatus> rows,
            Function<KpiStatus, @Nullable Boundary> boundary,
            Function<Boundary, @Nullable BigDecimal> number) {
        return Columns.texts(
                rows,
                r -> {
                    Boundary found = boundary.apply(r.status());
                    BigDecimal value = found == null ? null : number.apply(found);
                    return value == null ? null : value.toPlainString();
                });
    }

    private static @Nullable Boundary goal(KpiStatus status) {
        ResolvedTarget target = status.target();
        return target == null ? null : target.goal();
    }

    private static @Nullable Boundary warning(KpiStatus status) {
        ResolvedTarget target = status.target();
        return target == null ? null : target.warning();
    }

    private static @Nullable Integer covered(StoredStatus row, Function<Coverage, Integer> figure) {
        Coverage coverage = row.status().coverage();
        return coverage == null ? null : figure.apply(coverage);
    }
}
