package io.effekt.eventstore.postgres;

import io.effekt.eventstore.StoredDecision;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An entry of the decision log; for reading only. */
@Entity(name = "Decision")
@Immutable
@Table(name = "decision")
public class DecisionEntity {
    @Id private long seq;
    private String type = "";

    @Column(name = "version")
    private int number;

    private String subject = "";

    @Column(name = "recorded_at")
    private Instant recordedAt = Instant.EPOCH;

    private String actor = "";

    @Column(name = "request_id")
    private UUID requestId = new UUID(0, 0);

    private String data = "";

    protected DecisionEntity() {}

    StoredDecision with(@Nullable String reason) {
        return new StoredDecision(
                seq, type, number, subject, recordedAt, actor, requestId, data, reason);
    }
}
