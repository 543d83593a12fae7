package io.effekt.app;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/** Only in tests: writes one line for each request. */
@Path("/test/logging")
public class LoggingResource {
    static final Logger LOG = Logger.getLogger(LoggingResource.class);

    @GET
    @PermitAll
    @RunOnVirtualThread
    @Operation(hidden = true)
    public String log() {
        LOG.info("event=logged");
        return "logged";
    }
}
