package io.effekt.app;

import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.status.Settling;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Before anything is answered from the definitions in memory, this instance reads what others have
 * decided: a client may have written there and read here. Before statuses are answered, what was
 * decided is evaluated. When the database does not tell, what is known is good enough; whatever
 * needs the database says so itself.
 */
public class NewestDefinitions {
    private static final Logger LOG = Logger.getLogger(NewestDefinitions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Executor READERS = work -> Thread.ofVirtual().start(work);

    /** Measurements are judged later, by definitions that are read then. */
    private static final Set<String> NOT_ASKED = Set.of(HttpMethod.POST, HttpMethod.OPTIONS);

    /** Who calls, keys and the log itself know nothing of definitions. */
    private static final String ACCESS = "io.effekt.access";

    private static final List<String> OF_STATUSES =
            List.of("/api/v1/status", "/api/v1/scorecard", "/api/v1/bi", "/odata");

    private final DefinitionsView definitions;
    private final Settling settling;

    public NewestDefinitions(DefinitionsView definitions, Settling settling) {
        this.definitions = definitions;
        this.settling = settling;
    }

    @ServerRequestFilter
    public Uni<Void> catchUp(ContainerRequestContext request, ResourceInfo resource) {
        if (NOT_ASKED.contains(request.getMethod())
                || resource.getResourceClass().getPackageName().equals(ACCESS)) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> known = orElse(definitions.catchUp(), nothing());
        String path = request.getUriInfo().getRequestUri().getPath();
        boolean isRead = request.getMethod().equals(HttpMethod.GET);
        String kpi = request.getUriInfo().getQueryParameters().getFirst("kpi");
        if (!isRead || OF_STATUSES.stream().noneMatch(path::startsWith)) {
            return known;
        }
        return known.chain(() -> orElse(settling.isBehind(kpi), Uni.createFrom().item(false)))
                .chain(isBehind -> isBehind ? settled(kpi) : nothing());
    }

    private Uni<Void> settled(@Nullable String kpi) {
        return nothing().emitOn(READERS).invoke(() -> settling.ofReader(kpi));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private static <T> Uni<T> orElse(Uni<T> looked, Uni<T> otherwise) {
        return looked.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("event=definitions_not_looked_up cause=%s", failure.getMessage());
                    return otherwise;
                });
    }
}
