package io.effekt.database;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Optional;

/**
 * Whether the role that the service works with is held to the policies of row-level security at
 * all. Where it is not, the service does not start: everybody would go on believing in them.
 */
@ApplicationScoped
public class RoleCheck {
    private static final String ROLE =
            """
            select current_user, rolsuper, rolbypassrls,
                exists (select from pg_tables where schemaname = 'effekt'
                    and pg_has_role(current_user, tableowner, 'member'))
            from pg_roles where rolname = current_user
            """;

    private final Database database;

    public RoleCheck(Database database) {
        this.database = database;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        problem(database)
                .ifPresent(problem -> {
                    throw new IllegalStateException(problem);
                });
    }

    /** What is wrong with the role, and what cures it. */
    static Optional<String> problem(Database database) {
        Row role = database.query(ROLE).iterator().next();
        String why =
                role.getBoolean(1)
                        ? "is a superuser"
                        : role.getBoolean(2)
                                ? "has BYPASSRLS"
                                : role.getBoolean(3) ? "owns the tables" : "";
        return why.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ("The database role %s %s, so row-level security would not hold: give the"
                                        + " service a role of its own in EFFEKT_DATABASE_USER, and the"
                                        + " owner's in EFFEKT_DATABASE_OWNER_USER.")
                                .formatted(role.getString(0), why));
    }
}
