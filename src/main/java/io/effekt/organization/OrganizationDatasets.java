package io.effekt.organization;

import static io.effekt.dataset.Column.column;
import static io.effekt.dataset.Column.key;
import static io.effekt.dataset.ColumnType.DAY;
import static io.effekt.dataset.ColumnType.INTEGER;
import static io.effekt.dataset.ColumnType.MOMENT;
import static io.effekt.dataset.ColumnType.TEXT;

import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.DatasetSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Teams, value streams and which team belongs where, for BI tools. */
@ApplicationScoped
public class OrganizationDatasets implements DatasetSource {
    /** From a row about a team to the team. */
    public static final DatasetLink TEAM_DETAILS = new DatasetLink("TeamDetails", "Team", "Teams");

    /** From a row about a value stream, or in one, to the stream. */
    public static final DatasetLink VALUE_STREAM_DETAILS =
            new DatasetLink("ValueStreamDetails", "ValueStream", "ValueStreams");

    @Override
    public List<Dataset> datasets() {
        return List.of(
                new Dataset(
                        60,
                        "Teams",
                        "Teams and the value stream of today",
                        null,
                        teams(),
                        List.of(VALUE_STREAM_DETAILS)),
                new Dataset(70, "ValueStreams", "Value streams", null, valueStreams(), List.of()),
                new Dataset(
                        100,
                        "Memberships",
                        "Which value stream a team belongs to, from a day to a day",
                        null,
                        memberships(),
                        List.of(TEAM_DETAILS, VALUE_STREAM_DETAILS)));
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
}
