package io.effekt.app;

import io.effekt.kpi.application.DefinitionsView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Before anything is answered from the definitions in memory, this instance reads what others have
 * decided: a client may have written there and read here. When the database does not tell, what is
 * known is good enough; whatever needs the database says so itself.
 */
public class NewestDefinitions {
    private static final Logger LOG = Logger.getLogger(NewestDefinitions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Measurements are judged later, by definitions that are read then. */
    private static final Set<String> NOT_ASKED = Set.of(HttpMethod.POST, HttpMethod.OPTIONS);

    /** Who calls, keys and the log itself know nothing of definitions. */
    private static final String ACCESS = "io.effekt.access";

    private final DefinitionsView definitions;

    public NewestDefinitions(DefinitionsView definitions) {
        this.definitions = definitions;
    }

    @ServerRequestFilter
    public Uni<Void> catchUp(ContainerRequestContext request, ResourceInfo resource) {
        if (NOT_ASKED.contains(request.getMethod())
                || resource.getResourceClass().getPackageName().equals(ACCESS)) {
            return Uni.createFrom().voidItem();
        }
        return definitions
                .catchUp()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("event=definitions_not_looked_up cause=%s", failure.getMessage());
                    return null;
                });
    }
}
