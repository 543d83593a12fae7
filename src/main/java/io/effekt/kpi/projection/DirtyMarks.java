package io.effekt.kpi.projection;

import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has to be evaluated again. Marks are only added and taken away, never changed, so a writer
 * of the hot path never waits for the evaluator.
 */
@ApplicationScoped
public class DirtyMarks {
    /** As the index has it. */
    private static final String DECIDED =
            "(period_start is null and due_at is null or only_coverage)";

    private static final String LEFT =
            "from dirty_mark where "
                    + DECIDED
                    + " and case when $1::text is null then only_coverage else kpi = $1 end";

    /**
     * One mark.
     *
     * @param periodStart null for every period of the KPI
     * @param onlyCoverage whether nothing but the number of teams has changed, from that day on
     */
    public record Mark(long id, @Nullable LocalDate periodStart, boolean onlyCoverage) {}

    /** A KPI and the first day of one of its periods. */
    public record KpiPeriod(String kpi, LocalDate periodStart) {}

    public void add(Tx tx, Collection<KpiPeriod> marks) {
        if (!marks.isEmpty()) {
            List<KpiPeriod> rows = List.copyOf(marks);
            tx.send(
                    """
                    insert into dirty_mark (kpi, period_start)
                    select kpi, period_start::date
                    from unnest($1::text[], $2::text[]) as w(kpi, period_start)
                    """,
                    Columns.texts(rows, KpiPeriod::kpi),
                    Columns.texts(rows, m -> m.periodStart().toString()));
        }
    }

    /** Marks every period of these KPIs. */
    public void addWhole(Tx tx, Collection<String> kpis) {
        if (!kpis.isEmpty()) {
            tx.send(
                    "insert into dirty_mark (kpi) select * from unnest($1::text[])",
                    (Object) kpis.toArray(new String[0]));
        }
    }

    /** Marks that these KPIs have other teams to hear from, from that day on. */
    public void addCoverage(Tx tx, Collection<String> kpis, LocalDate from) {
        if (!kpis.isEmpty()) {
            tx.send(
                    """
                    insert into dirty_mark (kpi, period_start, only_coverage)
                    select kpi, $2::text::date, true from unnest($1::text[]) as w(kpi)
                    """,
                    kpis.toArray(new String[0]),
                    from.toString());
        }
    }

    /** Marks a period for a later moment: something in it counts only from then on. */
    public void addDue(Tx tx, KpiPeriod marked, Instant due) {
        tx.send(
                """
                insert into dirty_mark (kpi, period_start, due_at)
                select $1, $2::text::date, $3 where not exists (select 1 from dirty_mark
                    where kpi = $1 and period_start = $2::text::date and due_at = $3)
                """,
                marked.kpi(),
                marked.periodStart().toString(),
                Columns.time(due));
    }

    /** KPIs that have marks by now, the longest waiting first. */
    public List<String> kpis(Tx tx, Instant now) {
        List<String> kpis = new ArrayList<>();
        for (Row row :
                tx.query(
                        """
                        select kpi from dirty_mark where due_at is null or due_at <= $1
                        group by kpi order by min(id)
                        """,
                        Columns.time(now))) {
            kpis.add(row.getString(0));
        }
        return kpis;
    }

    /** Since when the oldest mark by now waits; empty when there is none. */
    public Optional<Instant> oldest(Tx tx, Instant now) {
        OffsetDateTime oldest =
                tx.query(
                                """
                                select min(coalesce(due_at, marked_at)) from dirty_mark
                                where due_at is null or due_at <= $1
                                """,
                                Columns.time(now))
                        .iterator()
                        .next()
                        .getOffsetDateTime(0);
        return Optional.ofNullable(oldest).map(OffsetDateTime::toInstant);
    }

    /** Marks of a KPI by now, oldest first. */
    public List<Mark> read(Tx tx, String kpi, Instant now, int limit) {
        List<Mark> marks = new ArrayList<>();
        for (Row row :
                tx.query(
                        """
                        select id, period_start, only_coverage from dirty_mark
                        where kpi = $1 and (due_at is null or due_at <= $2) order by id limit $3
                        """,
                        kpi,
                        Columns.time(now),
                        limit)) {
            marks.add(new Mark(row.getLong(0), row.getLocalDate(1), row.getBoolean(2)));
        }
        return marks;
    }

    /** The newest mark of these KPIs that is due at once; 0 when there is none. */
    public long last(Tx tx, Collection<String> kpis) {
        return tx.query(
                        """
                        select coalesce(max(id), 0) from dirty_mark
                        where due_at is null and kpi = any($1::text[])
                        """,
                        (Object) kpis.toArray(new String[0]))
                .iterator()
                .next()
                .getLong(0);
    }

    /**
     * KPIs that a decision has marked, and that are not evaluated since.
     *
     * @param kpi null for every KPI whose teams are to be counted again, and nothing else
     */
    public List<String> leftByDecisions(Tx tx, @Nullable String kpi) {
        List<String> kpis = new ArrayList<>();
        tx.query("select distinct kpi " + LEFT, (Object) kpi)
                .forEach(row -> kpis.add(row.getString(0)));
        return kpis;
    }

    /** Whether there is any of these; blocks nobody. */
    public Uni<Boolean> isLeftByDecisions(Database database, @Nullable String kpi) {
        return database.ask("select exists (select 1 " + LEFT + ")", (Object) kpi)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether such a mark is left that is no newer than that one. */
    public boolean areThereUntil(Tx tx, Collection<String> kpis, long last) {
        return tx.query(
                        """
                        select 1 from dirty_mark
                        where due_at is null and kpi = any($1::text[]) and id <= $2 limit 1
                        """,
                        kpis.toArray(new String[0]),
                        last)
                .iterator()
                .hasNext();
    }

    public void remove(Tx tx, List<Mark> marks) {
        tx.send(
                "delete from dirty_mark where id = any($1::bigint[])",
                (Object) Columns.longs(marks, Mark::id));
    }
}
