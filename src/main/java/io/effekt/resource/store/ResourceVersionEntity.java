package io.effekt.resource.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** How a definition has read in one of its versions; for reading only. */
@Entity(name = "DefinitionVersion")
@Immutable
@IdClass(ResourceVersionEntity.Key.class)
@Table(name = "definition_version")
public class ResourceVersionEntity {
    @Id private String subject = "";

    @Id
    @Column(name = "version")
    private int number;

    private String type = "";
    private long seq;

    @Column(name = "recorded_at")
    private Instant recordedAt = Instant.EPOCH;

    private String actor = "";
    private String body = "";

    protected ResourceVersionEntity() {}

    /** What tells one version from another. */
    public record Key(String subject, int number) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    int number() {
        return number;
    }

    String type() {
        return type;
    }

    long seq() {
        return seq;
    }

    Instant recordedAt() {
        return recordedAt;
    }

    String actor() {
        return actor;
    }

    String body() {
        return body;
    }
}
