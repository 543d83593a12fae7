package io.effekt.app.contract;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Headers that a kind of operation takes: what may be answered before it is done can be waited for
 * ({@code Prefer}), and what keeps a reason takes it from a header as well.
 */
final class PreferredHeaders {
    private PreferredHeaders() {}

    static void add(Operation operation, PathItem.HttpMethod method, Components shared) {
        if ("readOData".equals(operation.getOperationId())) {
            options(operation, shared);
            header(operation, "Prefer");
        }
        boolean command =
                method != PathItem.HttpMethod.GET && operation.getResponses().hasAPIResponse("202");
        if (command) {
            header(operation, "Prefer");
        }
        if (method == PathItem.HttpMethod.DELETE || takesReason(operation, shared.getSchemas())) {
            header(operation, "Effekt-Reason");
        }
    }

    /** OData's own: those of the shared ones that begin with a dollar. */
    private static void options(Operation operation, Components shared) {
        shared.getParameters()
                .forEach((name, option) -> {
                    if (option.getName().startsWith("$")) {
                        operation.addParameter(
                                OASFactory.createParameter()
                                        .name(option.getName())
                                        .in(option.getIn()));
                    }
                });
    }

    private static boolean takesReason(Operation operation, Map<String, Schema> schemas) {
        if (operation.getRequestBody() == null) {
            return false;
        }
        MediaType json = operation.getRequestBody().getContent().getMediaType("application/json");
        String name =
                json == null || json.getSchema() == null ? null : Schemas.target(json.getSchema());
        Schema body = name == null ? null : schemas.get(name);
        return body != null
                && body.getProperties() != null
                && body.getProperties().containsKey("reason");
    }

    private static void header(Operation operation, String name) {
        List<Parameter> given = operation.getParameters();
        if (given == null || given.stream().noneMatch(p -> name.equals(p.getName()))) {
            operation.addParameter(OASFactory.createParameter().name(name).in(Parameter.In.HEADER));
        }
    }
}
