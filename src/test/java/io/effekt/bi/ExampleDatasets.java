package io.effekt.bi;

import static io.effekt.dataset.Column.column;
import static io.effekt.dataset.Column.key;
import static io.effekt.dataset.ColumnType.MOMENT;
import static io.effekt.dataset.ColumnType.TEXT;

import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.DatasetSource;
import io.effekt.testing.SwitchedOn;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The set of a slice that only tests have. It is there where {@link SwitchedOn} says so, and
 * nowhere else: the contract of the program does not name it.
 */
@ApplicationScoped
public class ExampleDatasets implements DatasetSource {
    static final Dataset NOTES =
            new Dataset(
                    9001,
                    "ExampleNotes",
                    "Remarks of teams",
                    null,
                    List.of(
                            key("Note", TEXT, "Key of the remark"),
                            column("Kpi", TEXT, "Key of the KPI"),
                            column("Scope", TEXT, "team:<key>"),
                            column("Team", TEXT, "Key of the team"),
                            column("TeamName", TEXT, "Name of the team"),
                            column("Remark", TEXT, "What was remarked"),
                            column("RecordedAt", MOMENT, "When it was remarked")),
                    List.of(new DatasetLink("TeamDetails", "Team", "Teams")));

    private final boolean isOn;

    ExampleDatasets(
            @ConfigProperty(name = SwitchedOn.EXAMPLE, defaultValue = "false") boolean isOn) {
        this.isOn = isOn;
    }

    @Override
    public List<Dataset> datasets() {
        return isOn ? List.of(NOTES) : List.of();
    }
}
