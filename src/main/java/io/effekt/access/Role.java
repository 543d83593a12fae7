package io.effekt.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What people are, and the rights that come with it. */
public enum Role {
    VIEWER,
    /** Of teams or streams: a contributor of none may send nothing. */
    CONTRIBUTOR,
    EDITOR,
    STEWARD,
    AUDITOR,
    ADMIN;

    public Set<String> rights() {
        return switch (this) {
            case VIEWER -> Set.of(Right.STATUS_READ, Right.BI_READ);
            case CONTRIBUTOR -> Set.of(Right.STATUS_READ, Right.BI_READ, Right.MEASUREMENTS_WRITE);
            case EDITOR -> Set.of(Right.STATUS_READ, Right.BI_READ, Right.DEFINITIONS_WRITE);
            case STEWARD ->
                    Set.of(
                            Right.STATUS_READ,
                            Right.BI_READ,
                            Right.MEASUREMENTS_WRITE,
                            Right.SURVEY_STEWARD);
            case AUDITOR -> Set.of(Right.STATUS_READ, Right.BI_READ, Right.AUDIT_READ);
            case ADMIN -> Set.copyOf(Right.ALL);
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
