package io.effekt.resource.store;

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
public class ResourceEntity {
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

    protected ResourceEntity() {}

    ResourceRow row() {
        return new ResourceRow(
                subject, kind, ofKey, scope, number, status, type, seq, recordedAt, actor, body);
    }
}
