package io.effekt.app.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Headers of answers, as they follow from what an operation is and takes. */
final class AnswerHeaders {
    private static final String HEADERS = "#/components/headers/";

    private AnswerHeaders() {}

    static void add(
            String path,
            PathItem.HttpMethod method,
            Operation operation,
            String status,
            APIResponse answer) {
        List<String> names =
                new ArrayList<>(List.of("X-Request-Id", "RateLimit", "RateLimit-Policy"));
        if (status.compareTo("400") < 0) {
            done(method, operation, status, names);
        }
        if (status.equals("202") && isPending(answer)) {
            if (!"getCommand".equals(operation.getOperationId())) {
                names.add("Location");
            }
            names.add("Retry-After");
        }
        if (status.equals("202") && "verifyLog".equals(operation.getOperationId())) {
            names.add("Location");
            names.add("Retry-After");
        }
        if (status.equals("409") && "verifyLog".equals(operation.getOperationId())) {
            names.add("Retry-After");
        }
        if (status.startsWith("2") && "retractImport".equals(operation.getOperationId())) {
            names.add("Location");
        }
        if (status.equals("429") || status.equals("503")) {
            names.add("Retry-After");
        }
        if (status.equals("401")) {
            names.add("WWW-Authenticate");
        }
        if (takes(operation, "Effekt-Import") && (status.startsWith("2") || status.equals("422"))) {
            names.add("Effekt-Import");
        }
        if (path.startsWith("/odata/")) {
            names.add("OData-Version");
        }
        Map<String, Header> headers = new LinkedHashMap<>();
        if (answer.getHeaders() != null) {
            headers.putAll(answer.getHeaders());
        }
        names.forEach(name -> headers.put(name, OASFactory.createHeader().ref(HEADERS + name)));
        answer.setHeaders(headers);
    }

    private static void done(
            PathItem.HttpMethod method, Operation operation, String status, List<String> names) {
        boolean fine = status.equals("200");
        boolean read = (fine || status.equals("304")) && method == PathItem.HttpMethod.GET;
        boolean written = (fine || status.equals("201")) && takes(operation, "If-Match");
        if (read || written) {
            names.add("ETag");
        }
        if (status.equals("201") && !"getCommand".equals(operation.getOperationId())) {
            names.add("Location");
        }
        if (fine && takes(operation, "cursor")) {
            names.add("Link");
        }
        if (fine && takes(operation, "dryRun")) {
            names.add("Effekt-Dry-Run");
        }
        if ((fine || status.equals("304")) && takes(operation, "Accept-Language")) {
            names.add("Content-Language");
        }
        if (fine && "readOData".equals(operation.getOperationId())) {
            names.add("Preference-Applied");
        }
    }

    private static boolean takes(Operation operation, String parameter) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(given -> parameter.equals(given.getName()));
    }

    private static boolean isPending(APIResponse answer) {
        MediaType json = answer.getContent().getMediaType("application/json");
        return json != null
                && json.getSchema() != null
                && "PendingCommand".equals(Schemas.target(json.getSchema()));
    }
}
