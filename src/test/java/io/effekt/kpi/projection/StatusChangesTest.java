package io.effekt.kpi.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.database.Database;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.TurnReason;
import io.effekt.kpi.projection.StatusChanges.Change;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Changes are numbered 1, 2, 3 … a KPI and scope, however many come at once. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class StatusChangesTest {
    @Inject Database database;
    @Inject StatusChanges changes;

    private final String kpi = "n" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void manyAtOnceAreNumberedInTheirOrderAfterThoseBefore() {
        add(change("org", null, Status.AT_RISK), change("team:a", null, Status.ON_TRACK));
        add(
                change("team:a", Status.ON_TRACK, Status.OFF_TRACK),
                change("org", Status.AT_RISK, Status.AT_RISK),
                change("team:b", null, Status.NO_DATA),
                change("team:b", null, Status.ON_TRACK),
                change("team:a", Status.OFF_TRACK, Status.AT_RISK),
                change("org", Status.AT_RISK, Status.NO_DATA));
        add();

        assertEquals(
                List.of(
                        "org 1 null at_risk 2024-03 12.50",
                        "team:a 1 null on_track 2024-03 12.50",
                        "team:a 2 on_track off_track 2024-03 12.50",
                        "team:b 1 null on_track 2024-03 12.50",
                        "team:a 3 off_track at_risk 2024-03 12.50",
                        "org 2 at_risk no_data null null"),
                stored());
    }

    private void add(Change... some) {
        database.run(tx -> changes.add(tx, List.of(some)));
    }

    private Change change(String scope, @Nullable Status from, Status to) {
        boolean data = to != Status.NO_DATA;
        KpiStatus status =
                new KpiStatus(
                        kpi,
                        1,
                        Scope.parse(scope),
                        null,
                        data ? Period.parse("2024-03") : null,
                        true,
                        data ? new BigDecimal("12.50") : null,
                        "h",
                        null,
                        null,
                        to,
                        null,
                        null,
                        1L,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        return new Change(
                from,
                new StoredStatus(status, null, Instant.parse("2024-04-01T00:00:00Z"), "AAEBAA"),
                TurnReason.VALUE);
    }

    private List<String> stored() {
        List<String> stored = new ArrayList<>();
        for (Row row :
                database.query(
                        """
                        select concat_ws(' ', scope, number, coalesce(from_status, 'null'), to_status,
                            coalesce(period, 'null'), coalesce(value::text, 'null'))
                        from status_change where kpi = $1 order by outbox
                        """,
                        kpi)) {
            stored.add(row.getString(0));
        }
        return stored;
    }
}
