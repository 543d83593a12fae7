package io.effekt.organization;

import io.effekt.resource.ResourceId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;

/**
 * How definitions of every kind come in and are shown over HTTP. What decides on them and remembers
 * them lies in a slice that this one does not know.
 *
 * <p>{@link #put} and {@link #retire} block, and are for virtual threads; the others never do.
 */
public interface DefinitionDoor {
    /** Takes the whole resource; answers once it is visible, or 202. */
    Response put(ResourceId subject, InputStream body, UriInfo uri, HttpHeaders headers);

    /** Takes it out of use; answers once that is visible, or 202. */
    Response retire(ResourceId subject, UriInfo uri, HttpHeaders headers);

    /** How it reads today. */
    Uni<Response> get(ResourceId subject, HttpHeaders headers);

    /** Every version, the newest first. */
    Uni<Response> versions(ResourceId subject, UriInfo uri, HttpHeaders headers);

    /**
     * All of a kind, in order of their keys.
     *
     * @param key of one KPI, for its targets or baselines; otherwise empty
     */
    Uni<Response> list(String kind, String key, UriInfo uri, HttpHeaders headers);
}
