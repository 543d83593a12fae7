package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.kpi.domain.measurement.Observed;
import io.effekt.kpi.domain.measurement.Tally;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of period buckets: raised by what is counted, read by the evaluator. */
@ApplicationScoped
public class BucketTable {
    private static final String ROWS =
            """
            from unnest($1::int[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[],
                $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                $13::timestamptz[], $14::timestamptz[], $15::bigint[], $16::text[], $17::text[],
                $18::text[], $19::text[], $20::text[], $21::timestamptz[])
                as w(series_id, period_start, stream, part, kpi, scope, n, sum_value, sum_weight,
                    sum_weighted, min_value, max_value, last_observed_at, last_recorded_at,
                    last_seq, last_value, last_weight, numerator, denominator, scores, ahead_until)
            """;
    private static final String INSERT =
            """
            insert into period_bucket as b (series_id, period_start, stream, part, kpi, scope, n,
                sum_value, sum_weight, sum_weighted, min_value, max_value, last_observed_at,
                last_recorded_at, last_seq, last_value, last_weight, numerator, denominator,
                scores, ahead_until)
            select series_id, period_start::date, stream, part, kpi, scope, n, sum_value::numeric,
                sum_weight::numeric, sum_weighted::numeric, min_value::numeric, max_value::numeric,
                last_observed_at, last_recorded_at, last_seq, last_value::numeric,
                last_weight::numeric, numerator::numeric, denominator::numeric, scores::bigint[],
                ahead_until
            """
                    + ROWS;

    /** Of equal numbers the shorter stays, as in {@code TallyBuilder}: replay gives the same. */
    private static final String RAISE =
            INSERT
                    + """
                    on conflict (series_id, period_start, stream, part) do update set
                        n = b.n + excluded.n,
                        sum_value = b.sum_value + excluded.sum_value,
                        sum_weight = b.sum_weight + excluded.sum_weight,
                        sum_weighted = b.sum_weighted + excluded.sum_weighted,
                        min_value = case when b.min_value is null
                            or excluded.min_value < b.min_value
                            or (excluded.min_value = b.min_value
                                and scale(excluded.min_value) < scale(b.min_value))
                            then excluded.min_value else b.min_value end,
                        max_value = case when b.max_value is null
                            or excluded.max_value > b.max_value
                            or (excluded.max_value = b.max_value
                                and scale(excluded.max_value) > scale(b.max_value))
                            then excluded.max_value else b.max_value end,
                        (last_observed_at, last_recorded_at, last_seq, last_value, last_weight) =
                            (select l.* from (values
                                (b.last_observed_at, b.last_recorded_at, b.last_seq, b.last_value,
                                    b.last_weight),
                                (excluded.last_observed_at, excluded.last_recorded_at,
                                    excluded.last_seq, excluded.last_value, excluded.last_weight))
                                as l(o, r, s, v, w)
                            order by o desc nulls last, r desc, s desc limit 1),
                        numerator = b.numerator + excluded.numerator,
                        denominator = b.denominator + excluded.denominator,
                        scores = case when excluded.scores is null then b.scores
                            when b.scores is null then excluded.scores
                            else (select array_agg(x + y order by ord) from
                                unnest(b.scores, excluded.scores) with ordinality as u(x, y, ord))
                            end,
                        ahead_until = greatest(b.ahead_until, excluded.ahead_until)
                    """;

    private static final String CLEAR =
            """
            delete from period_bucket b using unnest($1::int[], $2::text[]) as w(series_id, start)
            where b.series_id = w.series_id and b.period_start = w.start::date and b.part = $3
            """;
    private static final String READ =
            """
            select b.series_id, b.period_start, b.stream, b.part, b.kpi, b.scope, b.n, b.sum_value,
                b.sum_weight, b.sum_weighted, b.min_value, b.max_value, b.last_observed_at,
                b.last_recorded_at, b.last_seq, b.last_value, b.last_weight, b.numerator,
                b.denominator, b.scores, b.ahead_until, s.dimensions
            from period_bucket b join series s on s.id = b.series_id
            where b.kpi = $1
            """;

    /** Adds to the buckets, making those that are new. In key order, so that nothing deadlocks. */
    public void raise(Tx tx, Collection<Bucket> buckets) {
        send(tx, RAISE, buckets);
    }

    /** Puts these in the place of all buckets of the series and periods in one partition. */
    public void replace(Tx tx, int part, Collection<SeriesPeriod> cleared, Collection<Bucket> by) {
        List<SeriesPeriod> gone = List.copyOf(cleared);
        if (!gone.isEmpty()) {
            tx.send(
                    CLEAR,
                    Columns.integers(gone, SeriesPeriod::seriesId),
                    Columns.texts(gone, p -> p.periodStart().toString()),
                    part);
        }
        send(tx, INSERT, by);
    }

    /** Takes away all buckets of these series. */
    public void remove(Tx tx, Collection<Integer> seriesIds) {
        tx.send(
                "delete from period_bucket where series_id = any($1::int[])",
                (Object) seriesIds.toArray(new Integer[0]));
    }

    /** A series in one period. */
    public record SeriesPeriod(int seriesId, LocalDate periodStart) {}

    /** Buckets of a KPI in the periods that begin on these days. */
    public List<Bucket> read(Tx tx, String kpi, Collection<LocalDate> starts) {
        List<Bucket> buckets = new ArrayList<>();
        for (Row row :
                tx.query(
                        READ + " and b.period_start = any($2::text[]::date[])",
                        kpi,
                        starts.stream().map(LocalDate::toString).toArray(String[]::new))) {
            buckets.add(bucket(row));
        }
        return buckets;
    }

    /** Keys of the teams that have measured the KPI in the period that begins on that day. */
    public Set<String> teamsWithData(Tx tx, String kpi, LocalDate start) {
        Set<String> teams = new HashSet<>();
        for (Row row :
                tx.query(
                        """
                        select distinct scope from period_bucket
                        where kpi = $1 and period_start = $2::text::date
                            and scope like 'team:%' and n > 0
                        """,
                        kpi, start.toString())) {
            teams.add(row.getString(0).substring("team:".length()));
        }
        return teams;
    }

    /** First days of all periods in which the KPI has data. */
    public List<LocalDate> periods(Tx tx, String kpi) {
        List<LocalDate> starts = new ArrayList<>();
        for (Row row :
                tx.query(
                        "select distinct period_start from period_bucket where kpi = $1 order by 1",
                        kpi)) {
            starts.add(row.getLocalDate(0));
        }
        return starts;
    }

    private static void send(Tx tx, String sql, Collection<Bucket> buckets) {
        if (buckets.isEmpty()) {
            return;
        }
        List<Bucket> rows = new ArrayList<>(buckets);
        rows.sort(Comparator.comparing(Bucket::key));
        tx.send(
                sql,
                Columns.integers(rows, r -> r.key().seriesId()),
                Columns.texts(rows, r -> r.key().periodStart().toString()),
                Columns.texts(rows, r -> r.key().stream()),
                Columns.integers(rows, r -> r.key().part()),
                Columns.texts(rows, Bucket::kpi),
                Columns.texts(rows, Bucket::scope),
                Columns.longs(rows, r -> r.tally().n()),
                Columns.texts(rows, r -> r.tally().sumValue().toPlainString()),
                Columns.texts(rows, r -> r.tally().sumWeight().toPlainString()),
                Columns.texts(rows, r -> r.tally().sumWeighted().toPlainString()),
                Columns.texts(rows, r -> plain(r.tally().min())),
                Columns.texts(rows, r -> plain(r.tally().max())),
                Columns.times(rows, r -> lastAt(r.tally().last())),
                Columns.times(rows, r -> lastRecorded(r.tally().last())),
                Columns.longs(rows, r -> lastSeq(r.tally().last())),
                Columns.texts(rows, r -> lastValue(r.tally().last())),
                Columns.texts(rows, r -> lastWeight(r.tally().last())),
                Columns.texts(rows, r -> r.tally().numerator().toPlainString()),
                Columns.texts(rows, r -> r.tally().denominator().toPlainString()),
                Columns.texts(rows, r -> scores(r.tally().scores())),
                Columns.times(rows, Bucket::aheadUntil));
    }

    private static Bucket bucket(Row row) {
        BucketKey key =
                new BucketKey(
                        row.getInteger(0), row.getLocalDate(1), row.getString(2), row.getShort(3));
        OffsetDateTime lastAt = row.getOffsetDateTime(12);
        Long[] scores = row.getArrayOfLongs(19);
        Tally tally =
                new Tally(
                        row.getLong(6),
                        row.getBigDecimal(7),
                        row.getBigDecimal(8),
                        row.getBigDecimal(9),
                        row.getBigDecimal(10),
                        row.getBigDecimal(11),
                        lastAt == null
                                ? null
                                : new Tally.Last(
                                        new Observed(
                                                lastAt.toInstant(),
                                                row.getOffsetDateTime(13).toInstant(),
                                                key.part(),
                                                row.getLong(14)),
                                        row.getBigDecimal(15),
                                        row.getBigDecimal(16)),
                        row.getBigDecimal(17),
                        row.getBigDecimal(18),
                        scores == null ? List.of() : List.of(scores));
        OffsetDateTime ahead = row.getOffsetDateTime(20);
        return new Bucket(
                key,
                row.getString(4),
                row.getString(5),
                row.getString(21),
                tally,
                ahead == null ? null : ahead.toInstant());
    }

    private static @Nullable Instant lastAt(Tally.@Nullable Last last) {
        return last == null ? null : last.observed().at();
    }

    private static @Nullable Instant lastRecorded(Tally.@Nullable Last last) {
        return last == null ? null : last.observed().recordedAt();
    }

    private static @Nullable Long lastSeq(Tally.@Nullable Last last) {
        return last == null ? null : last.observed().seq();
    }

    private static @Nullable String lastValue(Tally.@Nullable Last last) {
        return last == null ? null : last.value().toPlainString();
    }

    private static @Nullable String lastWeight(Tally.@Nullable Last last) {
        return last == null ? null : last.weight().toPlainString();
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static @Nullable String scores(List<Long> scores) {
        return scores.isEmpty()
                ? null
                : scores.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
