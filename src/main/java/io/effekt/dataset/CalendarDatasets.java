package io.effekt.dataset;

import static io.effekt.dataset.Column.column;
import static io.effekt.dataset.Column.key;
import static io.effekt.dataset.ColumnType.BOOLEAN;
import static io.effekt.dataset.ColumnType.DAY;
import static io.effekt.dataset.ColumnType.INTEGER;
import static io.effekt.dataset.ColumnType.TEXT;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The days, which rows of every slice belong to. */
@ApplicationScoped
public class CalendarDatasets implements DatasetSource {
    /** From a row about a period to its first day. */
    public static final DatasetLink PERIOD_START_DAY =
            new DatasetLink("PeriodStartDay", "PeriodStart", "Calendar");

    @Override
    public List<Dataset> datasets() {
        return List.of(
                new Dataset(
                        80,
                        "Calendar",
                        "Days with the holidays of Norway, from a year before the first data to a year"
                                + " after the last",
                        "Date",
                        calendar(),
                        List.of()));
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
}
