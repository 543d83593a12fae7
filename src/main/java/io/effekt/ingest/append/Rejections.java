package io.effekt.ingest.append;

import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.measurement.RejectedMeasurement;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.kpi.domain.definition.Definitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns rejected items into the rows that keep them. */
final class Rejections {
    private Rejections() {}

    static List<RejectedMeasurement> of(
            List<AppendDecision> verdicts, Definitions known, LogHead head, Instant now) {
        List<RejectedMeasurement> rejected = new ArrayList<>();
        for (AppendDecision verdict : verdicts) {
            if (verdict.outcome()
                    instanceof MeasurementOutcome.Rejected(String code, String detail)) {
                ReceivedRecord arrived = verdict.arrived();
                boolean held = arrived.offset() < 0;
                rejected.add(
                        new RejectedMeasurement(
                                now,
                                held ? null : head.part(),
                                held ? null : head.epoch(),
                                held ? null : arrived.offset(),
                                arrived.request(),
                                arrived.importId(),
                                arrived.item(),
                                arrived.actor(),
                                source(arrived.parsed()),
                                id(arrived.parsed()),
                                kpi(arrived.parsed()),
                                scope(arrived.parsed()),
                                code,
                                detail,
                                arrived.body(),
                                Stewards.guard(known, kpi(arrived.parsed()), arrived.body())));
            }
        }
        return rejected;
    }

    static @Nullable String source(ParsedItem item) {
        return switch (item) {
            case ParsedItem.WellFormed well -> well.incoming().source();
            case ParsedItem.Refused refused -> refused.source();
        };
    }

    static @Nullable String id(ParsedItem item) {
        return switch (item) {
            case ParsedItem.WellFormed well -> well.incoming().id();
            case ParsedItem.Refused refused -> refused.id();
        };
    }

    static @Nullable String kpi(ParsedItem item) {
        return switch (item) {
            case ParsedItem.WellFormed well -> well.incoming().kpi();
            case ParsedItem.Refused refused -> refused.kpi();
        };
    }

    static @Nullable String scope(ParsedItem item) {
        return switch (item) {
            case ParsedItem.WellFormed well -> well.incoming().scope().toString();
            case ParsedItem.Refused refused -> refused.scope();
        };
    }
}
