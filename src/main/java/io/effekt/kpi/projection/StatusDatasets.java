package io.effekt.kpi.projection;

import static io.effekt.dataset.CalendarDatasets.PERIOD_START_DAY;
import static io.effekt.dataset.Column.column;
import static io.effekt.dataset.Column.key;
import static io.effekt.dataset.ColumnType.BOOLEAN;
import static io.effekt.dataset.ColumnType.DAY;
import static io.effekt.dataset.ColumnType.DECIMAL;
import static io.effekt.dataset.ColumnType.DOUBLE;
import static io.effekt.dataset.ColumnType.INTEGER;
import static io.effekt.dataset.ColumnType.LONG;
import static io.effekt.dataset.ColumnType.MOMENT;
import static io.effekt.dataset.ColumnType.TEXT;
import static io.effekt.kpi.projection.KpiDatasets.KPI_DETAILS;
import static io.effekt.organization.OrganizationDatasets.TEAM_DETAILS;
import static io.effekt.organization.OrganizationDatasets.VALUE_STREAM_DETAILS;

import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.DatasetSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Statuses, their turns and what is missing of them, for BI tools. */
@ApplicationScoped
public class StatusDatasets implements DatasetSource {
    private static final List<DatasetLink> LINKS =
            List.of(KPI_DETAILS, TEAM_DETAILS, VALUE_STREAM_DETAILS, PERIOD_START_DAY);

    @Override
    public List<Dataset> datasets() {
        return List.of(
                new Dataset(
                        10,
                        "KpiStatus",
                        "The headline status of every KPI and scope",
                        "PeriodStart",
                        status(false),
                        LINKS),
                new Dataset(
                        20,
                        "KpiStatusHistory",
                        "The status of every KPI, scope and period",
                        "PeriodStart",
                        status(true),
                        LINKS),
                new Dataset(
                        90,
                        "StatusChanges",
                        "Every turn of a headline's status: from, to, when and why",
                        "PeriodStart",
                        changes(),
                        LINKS),
                new Dataset(
                        110,
                        "Missing",
                        "Teams that were expected to report a KPI in a period and have not; a row"
                                + " goes when the team reports, so load all of it",
                        "PeriodStart",
                        missing(),
                        LINKS));
    }

    /** Columns of headlines, and of periods. */
    private static List<Column> status(boolean ofPeriods) {
        List<Column> columns = new ArrayList<>();
        columns.add(key("Kpi", TEXT, "Key of the KPI"));
        columns.add(column("KpiName", TEXT, "Name of the KPI"));
        columns.add(key("Scope", TEXT, "team:<key>, stream:<key> or org"));
        columns.add(key("Dimension", TEXT, "One value of one dimension; empty for all together"));
        columns.add(column("ScopeLevel", TEXT, "team, stream or org"));
        columns.add(column("Team", TEXT, "Key of the team, where the scope is one"));
        columns.add(column("TeamName", TEXT, "Name of the team"));
        columns.add(column("ValueStream", TEXT, "Key of the value stream in that period"));
        columns.add(column("ValueStreamName", TEXT, "Name of the value stream"));
        columns.add(column("Period", TEXT, "The period, for instance 2026-Q1"));
        columns.add(
                ofPeriods
                        ? key("PeriodStart", DAY, "First day of the period")
                        : column("PeriodStart", DAY, "First day of the period"));
        columns.add(column("PeriodEnd", DAY, "Last day of the period"));
        columns.add(column("PeriodKey", INTEGER, "First day as yyyymmdd"));
        columns.add(column("IsComplete", BOOLEAN, "Whether the period is over"));
        columns.add(column("Value", DECIMAL, "The value; null where it is suppressed"));
        columns.add(column("Unit", TEXT, "Unit of the value"));
        columns.add(column("Status", TEXT, "on_track, at_risk, off_track, suppressed and so on"));
        columns.add(
                column(
                        "IsConfident",
                        BOOLEAN,
                        "Whether no boundary of the target lies inside the interval"));
        columns.add(column("Comparator", TEXT, "How the value is held against the target"));
        columns.add(column("Target", DECIMAL, "The target"));
        columns.add(column("TargetLower", DECIMAL, "Lower end of a target range"));
        columns.add(column("TargetUpper", DECIMAL, "Upper end of a target range"));
        columns.add(column("Warning", DECIMAL, "The boundary between at risk and off track"));
        columns.add(column("WarningLower", DECIMAL, "Lower end of a warning range"));
        columns.add(column("WarningUpper", DECIMAL, "Upper end of a warning range"));
        columns.add(column("TargetFrom", TEXT, "The scope whose target it is"));
        columns.add(column("IntervalLower", DOUBLE, "Lower end of the 95 % interval"));
        columns.add(column("IntervalUpper", DOUBLE, "Upper end of the 95 % interval"));
        columns.add(column("Measurements", LONG, "Measurements that counted"));
        columns.add(column("Answers", LONG, "Answers that counted, of a survey"));
        columns.add(column("TeamsExpected", INTEGER, "Teams beneath the scope"));
        columns.add(column("TeamsReported", INTEGER, "Teams beneath the scope that have reported"));
        columns.add(column("ChangeFromPrevious", DECIMAL, "Change from the period before"));
        columns.add(column("ChangeFromBaseline", DECIMAL, "Change from the baseline"));
        columns.add(column("KpiVersion", INTEGER, "Version of the KPI's definition"));
        columns.add(column("RecordedAt", MOMENT, "When it was found to be other than before"));
        columns.addAll(forPeople(ofPeriods));
        return columns;
    }

    /** What saves a report arithmetic and joins. */
    private static List<Column> forPeople(boolean ofPeriods) {
        return List.of(
                column(
                        "ScopeName",
                        TEXT,
                        "Name of the team, value stream or organisation; never null"),
                column("KpiOrder", INTEGER, "Sorts KPIs in the order in which they were defined"),
                column("Direction", TEXT, "up, down, band or neutral: which way is better"),
                column("Owner", TEXT, "Who answers for the KPI"),
                column("MinGroupSize", INTEGER, "Smallest group that is shown; null for no limit"),
                column(
                        "RolledUp",
                        TEXT,
                        "status where it is the worst status of the teams and there is no value"),
                column("StatusName", TEXT, "The status in the language of the service"),
                column(
                        "StatusRank",
                        INTEGER,
                        "Sorts statuses: 1 off_track, 2 at_risk, 3 on_track, 4 stale, 5 no_data, 6"
                                + " pending, 7 suppressed, 8 no_baseline, 9 no_target, 10 none"),
                column(
                        "StatusSince",
                        MOMENT,
                        "When the row came to this status; null where it is suppressed, or from"
                                + " before that was kept"),
                column(
                        "PreviousStatus",
                        TEXT,
                        "The status that the row had before; null for none, and where it is"
                                + " suppressed"),
                column(
                        "LastStatus",
                        TEXT,
                        ofPeriods
                                ? "Always null: a period is never stale, only a headline is"
                                : "The verdict that the value of a stale row had; null for others"),
                column("OverrideStatus", TEXT, "What a person says it is, while that is in force"),
                column("OverrideReason", TEXT, "Why the person says so"),
                column("OverrideExpires", MOMENT, "When the override lapses"),
                column("ValueText", TEXT, "The value with its unit, as people read it"),
                column("TargetText", TEXT, "The target with its unit, as people read it"),
                column(
                        "Trend",
                        TEXT,
                        "better, worse or same as the period before, by the direction; null where"
                                + " that cannot be said"));
    }

    private static List<Column> changes() {
        return List.of(
                key("Kpi", TEXT, "Key of the KPI"),
                column("KpiName", TEXT, "Name of the KPI"),
                key("Scope", TEXT, "team:<key>, stream:<key> or org"),
                key("Number", LONG, "Which turn it is of this KPI and scope, from 1"),
                column(
                        "ScopeName",
                        TEXT,
                        "Name of the team, value stream or organisation; never null"),
                column("ScopeLevel", TEXT, "team, stream or org"),
                column("Team", TEXT, "Key of the team, where the scope is one"),
                column("TeamName", TEXT, "Name of the team"),
                column("ValueStream", TEXT, "Key of the value stream in that period"),
                column("ValueStreamName", TEXT, "Name of the value stream"),
                column("Period", TEXT, "The period that the new status is about; null for none"),
                column("PeriodStart", DAY, "First day of the period, or the day of the turn"),
                column("PeriodEnd", DAY, "Last day of the period, or the day of the turn"),
                column("PeriodKey", INTEGER, "First day as yyyymmdd"),
                column("FromStatus", TEXT, "The status before; null for the first"),
                column("FromStatusName", TEXT, "The status before, in the language of the service"),
                column("ToStatus", TEXT, "The status after"),
                column("ToStatusName", TEXT, "The status after, in the language of the service"),
                column(
                        "Reason",
                        TEXT,
                        "first, period (another period speaks), value, target, definition, time,"
                                + " stale, small_group or rebuild; null from before that was kept"),
                column("Value", DECIMAL, "The value after; null where it is suppressed"),
                column("ValueText", TEXT, "The value with its unit, as people read it"),
                column("Unit", TEXT, "Unit of the value"),
                column("ChangedAt", MOMENT, "When it turned"),
                column("RecordedAt", MOMENT, "The same: a turn is never written anew"));
    }

    private static List<Column> missing() {
        return List.of(
                key("Kpi", TEXT, "Key of the KPI"),
                column("KpiName", TEXT, "Name of the KPI"),
                key("Team", TEXT, "Key of the team"),
                column("TeamName", TEXT, "Name of the team"),
                column("Scope", TEXT, "team:<key>"),
                column("ValueStream", TEXT, "Key of the value stream in that period"),
                column("ValueStreamName", TEXT, "Name of the value stream"),
                column("Period", TEXT, "The period, for instance 2026-Q1"),
                key("PeriodStart", DAY, "First day of the period"),
                column("PeriodEnd", DAY, "Last day of the period"),
                column("PeriodKey", INTEGER, "First day as yyyymmdd"),
                column("DueOn", DAY, "Last day on which the numbers are in time"),
                column("IsOverdue", BOOLEAN, "Whether that day is over"),
                column(
                        "HasReportedBefore",
                        BOOLEAN,
                        "Whether the team has ever reported the KPI before"),
                column(
                        "RecordedAt",
                        MOMENT,
                        "Since when that is known: never before the period began"));
    }
}
