package io.effekt.ingest.append;

import static io.effekt.dataset.CalendarDatasets.PERIOD_START_DAY;
import static io.effekt.dataset.Column.column;
import static io.effekt.dataset.Column.key;
import static io.effekt.dataset.ColumnType.BOOLEAN;
import static io.effekt.dataset.ColumnType.DAY;
import static io.effekt.dataset.ColumnType.DECIMAL;
import static io.effekt.dataset.ColumnType.INTEGER;
import static io.effekt.dataset.ColumnType.LONG;
import static io.effekt.dataset.ColumnType.MOMENT;
import static io.effekt.dataset.ColumnType.TEXT;
import static io.effekt.organization.OrganizationDatasets.TEAM_DETAILS;
import static io.effekt.organization.OrganizationDatasets.VALUE_STREAM_DETAILS;

import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.DatasetSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Measurements as they stand in the log, for BI tools. */
@ApplicationScoped
public class MeasurementDatasets implements DatasetSource {
    private static final DatasetLink KPI_DETAILS = new DatasetLink("KpiDetails", "Kpi", "Kpis");

    @Override
    public List<Dataset> datasets() {
        return List.of(
                new Dataset(
                        30,
                        "Measurements",
                        "Measurements that were taken, with corrections and retractions; without"
                                + " those of KPIs that protect small groups",
                        "PeriodStart",
                        measurements(),
                        List.of(
                                KPI_DETAILS,
                                TEAM_DETAILS,
                                VALUE_STREAM_DETAILS,
                                PERIOD_START_DAY)));
    }

    private static List<Column> measurements() {
        return List.of(
                key("Partition", INTEGER, "Partition of the log"),
                key("Sequence", LONG, "Place in the partition"),
                column("Source", TEXT, "Who measured"),
                column("Id", TEXT, "The sender's id"),
                column("Kpi", TEXT, "Key of the KPI"),
                column("KpiName", TEXT, "Name of the KPI"),
                column("Scope", TEXT, "team:<key>, stream:<key> or org"),
                column("Team", TEXT, "Key of the team, where the scope is one"),
                column("TeamName", TEXT, "Name of the team"),
                column("ValueStream", TEXT, "Key of the value stream, where the scope is one"),
                column("ValueStreamName", TEXT, "Name of the value stream"),
                column("Dimensions", TEXT, "Labels as name=value, with ; between them"),
                column("ObservedAt", MOMENT, "When it was so"),
                column("Period", TEXT, "The period, where it was measured for a whole one"),
                column("PeriodStart", DAY, "The day, or the first day of the period"),
                column("PeriodEnd", DAY, "The day, or the last day of the period"),
                column("PeriodKey", INTEGER, "First day as yyyymmdd"),
                column("Value", DECIMAL, "The value, of a KPI with numbers"),
                column("Weight", DECIMAL, "What the value weighs"),
                column("Numerator", DECIMAL, "The numerator, of a ratio"),
                column("Denominator", DECIMAL, "The denominator, of a ratio"),
                column("Unit", TEXT, "Unit of the KPI"),
                column("Kind", TEXT, "measured, correction or retraction"),
                column("IsStanding", BOOLEAN, "Whether it counts: nothing has taken its place"),
                column("RecordedAt", MOMENT, "When it was recorded"));
    }
}
