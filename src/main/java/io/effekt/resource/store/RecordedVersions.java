package io.effekt.resource.store;

import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds who made one version of a definition, when and why. */
@ApplicationScoped
public class RecordedVersions {
    private static final String FIND =
            """
            select v.version, v.type, v.seq, v.recorded_at, v.actor, t.reason, v.body
            from definition_version v left join decision_text t on t.seq = v.seq
            where v.subject = $1 and v.version = $2
            """;

    public Optional<ResourceVersion> find(Tx tx, String subject, int version) {
        for (Row row : tx.query(FIND, subject, version)) {
            return Optional.of(
                    new ResourceVersion(
                            row.getInteger(0),
                            row.getString(1),
                            row.getLong(2),
                            row.getOffsetDateTime(3).toInstant(),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6)));
        }
        return Optional.empty();
    }
}
