package io.effekt.dataset;

import static io.effekt.dataset.ColumnType.BOOLEAN;
import static io.effekt.dataset.ColumnType.DAY;
import static io.effekt.dataset.ColumnType.DECIMAL;
import static io.effekt.dataset.ColumnType.DOUBLE;
import static io.effekt.dataset.ColumnType.INTEGER;
import static io.effekt.dataset.ColumnType.LONG;
import static io.effekt.dataset.ColumnType.MOMENT;
import static io.effekt.dataset.ColumnType.TEXT;

import java.util.List;
import java.util.Optional;

/** All sets. The one description that OData, the exports and the SQL views are held to. */
public final class Datasets {
    private static final List<Dataset> ALL =
            List.of(
                    new Dataset(
                            "KpiStatus",
                            "The headline status of every KPI and scope",
                            "PeriodStart",
                            StatusSets.status(false)),
                    new Dataset(
                            "KpiStatusHistory",
                            "The status of every KPI, scope and period",
                            "PeriodStart",
                            StatusSets.status(true)),
                    new Dataset(
                            "Measurements",
                            "Measurements that were taken, with corrections and retractions; without"
                                    + " those of KPIs that protect small groups",
                            "PeriodStart",
                            measurements()),
                    new Dataset("Kpis", "KPIs as they are defined", null, kpis()),
                    new Dataset("Targets", "Targets as they are defined", null, targets()),
                    new Dataset("Teams", "Teams and the value stream of today", null, teams()),
                    new Dataset("ValueStreams", "Value streams", null, valueStreams()),
                    new Dataset(
                            "Calendar",
                            "Days with the holidays of Norway, from a year before the first data to a year"
                                    + " after the last",
                            "Date",
                            calendar()),
                    new Dataset(
                            "StatusChanges",
                            "Every turn of a headline's status: from, to, when and why",
                            "PeriodStart",
                            StatusSets.changes()),
                    new Dataset(
                            "Memberships",
                            "Which value stream a team belongs to, from a day to a day",
                            null,
                            memberships()),
                    new Dataset(
                            "Missing",
                            "Teams that were expected to report a KPI in a period and have not; a row"
                                    + " goes when the team reports, so load all of it",
                            "PeriodStart",
                            StatusSets.missing()),
                    new Dataset(
                            "Freshness",
                            "One row: how far the log has come, and how far behind what is computed"
                                    + " from it is",
                            null,
                            freshness()));

    private Datasets() {}

    public static List<Dataset> all() {
        return ALL;
    }

    public static Optional<Dataset> named(String name) {
        return ALL.stream().filter(set -> set.name().equals(name)).findFirst();
    }

    static Column key(String name, ColumnType type, String description) {
        return new Column(name, type, true, description);
    }

    static Column column(String name, ColumnType type, String description) {
        return new Column(name, type, false, description);
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

    private static List<Column> teams() {
        return List.of(
                key("Team", TEXT, "Key of the team"),
                column("TeamName", TEXT, "Name of the team"),
                column("ValueStream", TEXT, "Key of the value stream it belongs to today"),
                column("ValueStreamName", TEXT, "Name of the value stream"),
                column("MemberSince", DAY, "Since when it belongs there"),
                column("ReplacedBy", TEXT, "The first team that took its place"),
                column("Lifecycle", TEXT, "active or retired"),
                column("Version", INTEGER, "Version of the definition"),
                column("RecordedAt", MOMENT, "When it was defined so"));
    }

    private static List<Column> valueStreams() {
        return List.of(
                key("ValueStream", TEXT, "Key of the value stream"),
                column("ValueStreamName", TEXT, "Name of the value stream"),
                column("Lifecycle", TEXT, "active or retired"),
                column("Version", INTEGER, "Version of the definition"),
                column("RecordedAt", MOMENT, "When it was defined so"));
    }

    private static List<Column> calendar() {
        return List.of(
                key("Date", DAY, "The day"),
                column("DateKey", INTEGER, "The day as yyyymmdd"),
                column("Year", INTEGER, "Calendar year"),
                column("HalfYear", INTEGER, "1 or 2"),
                column("Quarter", INTEGER, "1 to 4"),
                column("Month", INTEGER, "1 to 12"),
                column("DayOfMonth", INTEGER, "1 to 31"),
                column("DayOfWeek", INTEGER, "1 for Monday to 7 for Sunday"),
                column("IsoYear", INTEGER, "Year of the ISO week"),
                column("IsoWeek", INTEGER, "ISO week"),
                column("WeekPeriod", TEXT, "For instance 2026-W14"),
                column("MonthPeriod", TEXT, "For instance 2026-03"),
                column("QuarterPeriod", TEXT, "For instance 2026-Q1"),
                column("HalfYearPeriod", TEXT, "For instance 2026-H1"),
                column("Holiday", TEXT, "Name of the Norwegian holiday; null for none"),
                column("IsWeekend", BOOLEAN, "Saturday or Sunday"),
                column("IsWorkday", BOOLEAN, "Monday to Friday, and no holiday"));
    }

    private static List<Column> memberships() {
        return List.of(
                key("Team", TEXT, "Key of the team"),
                column("TeamName", TEXT, "Name of the team"),
                key("ValidFrom", DAY, "First day that it belongs there"),
                column("ValidTo", DAY, "Last day; null for open end"),
                column("ValueStream", TEXT, "Key of the value stream"),
                column("ValueStreamName", TEXT, "Name of the value stream"),
                column("Version", INTEGER, "Version of the team's definition"),
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
