package io.effekt.eventstore.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/**
 * Why something was decided, where a reason was given and has not been erased; for reading only.
 */
@Entity(name = "DecisionText")
@Immutable
@Table(name = "decision_text")
public class DecisionTextEntity {
    @Id private long seq;
    private String reason = "";

    protected DecisionTextEntity() {}

    public String reason() {
        return reason;
    }
}
