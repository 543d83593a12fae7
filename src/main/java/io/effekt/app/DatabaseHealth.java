package io.effekt.app;

import io.effekt.database.DatabaseWatch;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers. */
@Readiness
public class DatabaseHealth implements HealthCheck {
    private final DatabaseWatch watch;

    public DatabaseHealth(DatabaseWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return new Health("database", watch.trouble().stream().toList()).answer(Map.of());
    }
}
