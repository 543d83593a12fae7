package io.effekt.example.projection;

import static io.effekt.dataset.Column.column;
import static io.effekt.dataset.Column.key;
import static io.effekt.dataset.ColumnType.INTEGER;
import static io.effekt.dataset.ColumnType.MOMENT;
import static io.effekt.dataset.ColumnType.TEXT;

import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.DatasetSource;
import io.effekt.example.ExampleSlice;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What BI tools read of pledges. */
@ApplicationScoped
@IfBuildProperty(name = ExampleSlice.SWITCH, stringValue = ExampleSlice.ON)
public class PledgeDatasets implements DatasetSource {
    public static final Dataset PLEDGES =
            new Dataset(
                    9001,
                    "Pledges",
                    "What teams have promised to do about a KPI",
                    null,
                    List.of(
                            key("Pledge", TEXT, "Key of the pledge"),
                            column("Kpi", TEXT, "Key of the KPI"),
                            column("Scope", TEXT, "team:<key>"),
                            column("Team", TEXT, "Key of the team"),
                            column("TeamName", TEXT, "Name of the team"),
                            column("Title", TEXT, "What was promised"),
                            column("Status", TEXT, "active or retired"),
                            column(
                                    "OpenAtPlace",
                                    INTEGER,
                                    "How many pledges of the KPI and team are open"),
                            column("RecordedAt", MOMENT, "When it came to read so")),
                    List.of(new DatasetLink("TeamDetails", "Team", "Teams")));

    @Override
    public List<Dataset> datasets() {
        return List.of(PLEDGES);
    }
}
