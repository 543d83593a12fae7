package io.effekt.kpi.projection;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** How a definition reads today; for reading only. */
@Entity(name = "Definition")
@Immutable
@Table(name = "definition")
public class DefinitionEntity {
    @Id private String subject = "";
    private String kind = "";

    @Column(name = "key")
    private String ofKey = "";

    private String scope = "";

    @Column(name = "version")
    private int number;

    private String status = "";
    private String type = "";
    private long seq;

    @Column(name = "recorded_at")
    private Instant recordedAt = Instant.EPOCH;

    private String actor = "";
    private String body = "";

    protected DefinitionEntity() {}

    DefinitionRow row() {
        return new DefinitionRow(
                subject, kind, ofKey, scope, number, status, type, seq, recordedAt, actor, body);
    }
}
