package io.effekt.kpi.projection;

import static io.effekt.dataset.Column.column;
import static io.effekt.dataset.Column.key;
import static io.effekt.dataset.ColumnType.DAY;
import static io.effekt.dataset.ColumnType.DECIMAL;
import static io.effekt.dataset.ColumnType.DOUBLE;
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

/** KPIs and targets as they are defined, and how new what is computed is, for BI tools. */
@ApplicationScoped
public class KpiDatasets implements DatasetSource {
    /** From a row about a KPI to its definition. */
    static final DatasetLink KPI_DETAILS = new DatasetLink("KpiDetails", "Kpi", "Kpis");

    @Override
    public List<Dataset> datasets() {
        return List.of(
                new Dataset(40, "Kpis", "KPIs as they are defined", null, kpis(), List.of()),
                new Dataset(
                        50,
                        "Targets",
                        "Targets as they are defined",
                        null,
                        targets(),
                        List.of(KPI_DETAILS, TEAM_DETAILS, VALUE_STREAM_DETAILS)),
                new Dataset(
                        120,
                        "Freshness",
                        "One row: how far the log has come, and how far behind what is computed"
                                + " from it is",
                        null,
                        freshness(),
                        List.of()));
    }

    private static List<Column> kpis() {
        return List.of(
                key("Kpi", TEXT, "Key of the KPI"),
                column("KpiName", TEXT, "Name in the language of the service"),
                column("NameEn", TEXT, "Name in English"),
                column("NameNb", TEXT, "Name in Norwegian (bokmål)"),
                column("Description", TEXT, "What it tells"),
                column("Unit", TEXT, "Unit of the value"),
                column("Shape", TEXT, "number, ratio or scores"),
                column("Aggregation", TEXT, "How measurements become a value"),
                column("RollUp", TEXT, "How teams become a value stream"),
                column("Direction", TEXT, "Whether up or down is better"),
                column("PeriodLength", TEXT, "day, week, month, quarter, half-year or year"),
                column("TimeZone", TEXT, "Zone of its days"),
                column("GraceDays", INTEGER, "Days after a period until it is judged"),
                column("MinGroupSize", INTEGER, "Smallest group that is shown"),
                column("Owner", TEXT, "Who answers for it"),
                column("Source", TEXT, "Where the numbers come from"),
                column("Lifecycle", TEXT, "active or retired"),
                column("Version", INTEGER, "Version of the definition"),
                column("RecordedAt", MOMENT, "When it was defined so"));
    }

    private static List<Column> targets() {
        return List.of(
                key("Kpi", TEXT, "Key of the KPI"),
                column("KpiName", TEXT, "Name of the KPI"),
                key("Scope", TEXT, "team:<key>, stream:<key> or org"),
                key("Number", INTEGER, "Which one it is of this KPI and scope"),
                column("Team", TEXT, "Key of the team, where the scope is one"),
                column("TeamName", TEXT, "Name of the team"),
                column("ValueStream", TEXT, "Key of the value stream, where the scope is one"),
                column("ValueStreamName", TEXT, "Name of the value stream"),
                column("ValidFrom", DAY, "First day that it holds on"),
                column("ValidTo", DAY, "Last day; null for open end"),
                column("Comparator", TEXT, "How a value is held against it"),
                column("Target", DECIMAL, "The target"),
                column("TargetLower", DECIMAL, "Lower end of a range"),
                column("TargetUpper", DECIMAL, "Upper end of a range"),
                column("Warning", DECIMAL, "The boundary to off track"),
                column("WarningLower", DECIMAL, "Lower end of a warning range"),
                column("WarningUpper", DECIMAL, "Upper end of a warning range"),
                column("Basis", TEXT, "absolute, or how it follows from the baseline"),
                column("Version", INTEGER, "Version of the definition"),
                column("RecordedAt", MOMENT, "When it was defined so"));
    }

    private static List<Column> freshness() {
        return List.of(
                column(
                        "Positions",
                        TEXT,
                        "The last entry of each partition of the log, as partition:sequence; -1"
                                + " holds the decisions"),
                column("Measurements", LONG, "Measurements that were recorded"),
                column("Decisions", LONG, "Decisions that were recorded"),
                column("RecordedAt", MOMENT, "When something was recorded last"),
                column(
                        "LagSeconds",
                        DOUBLE,
                        "How long what was recorded has waited for its evaluation; 0 when nothing"
                                + " waits"),
                key("RowNumber", INTEGER, "Always 1"));
    }
}
