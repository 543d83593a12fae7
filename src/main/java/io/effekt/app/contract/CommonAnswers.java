package io.effekt.app.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** What every operation may answer, whether or not it says so, and the headers of answers. */
final class CommonAnswers {
    private static final String ODATA = "/odata/";

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "400", "A parameter or header cannot be read; the answer says which",
                    "406", "The answer cannot be had in the format that Accept asks for",
                    "408", "The request did not arrive in time",
                    "500", "Something went wrong inside; the log has it under the X-Request-Id");

    private static final Map<String, String> WITH_NAME = Map.of("404", "There is no such thing");

    private static final Map<String, String> WITH_BODY =
            Map.of(
                    "413", "The body is too large, or has too much in it",
                    "415", "The body has a format or an encoding that is not taken");

    private CommonAnswers() {}

    static void add(
            String path,
            PathItem.HttpMethod method,
            Operation operation,
            Map<String, Schema> schemas) {
        Map<String, String> answers = new TreeMap<>(ALWAYS);
        PreferredHeaders.add(operation, method, schemas);
        List<Parameter> parameters = operation.getParameters();
        if (parameters != null && !parameters.isEmpty()) {
            answers.putAll(WITH_NAME);
        }
        if (operation.getRequestBody() != null) {
            answers.putAll(WITH_BODY);
        }
        answers.forEach((status, description) -> {
            if (!operation.getResponses().hasAPIResponse(status)) {
                operation
                        .getResponses()
                        .addAPIResponse(
                                status, OASFactory.createAPIResponse().description(description));
            }
        });
        share(operation, "429", "TooManyRequests");
        if (!operation.getResponses().hasAPIResponse("503")) {
            share(operation, "503", "Away");
        }
        boolean tagged = operation.getResponses().hasAPIResponse("304");
        boolean paged = parameters != null && parameters.stream().anyMatch(p -> "cursor".equals(p.getName()));
        operation.getResponses().getAPIResponses().forEach((status, answer) -> {
            if (answer.getRef() == null) {
                complete(path, status, answer);
                headers(status, answer, tagged, paged);
            }
        });
    }

    private static void share(Operation operation, String status, String name) {
        operation
                .getResponses()
                .addAPIResponse(
                        status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
    }

    /** A refusal is a problem, whoever refuses; a change that goes on names its command. */
    private static void complete(String path, String status, APIResponse answer) {
        if (answer.getContent() == null && status.compareTo("400") >= 0) {
            answer.setContent(content("application/problem+json", "Problem"));
            if (path.startsWith(ODATA)) {
                answer.getContent()
                        .addMediaType(
                                "application/json",
                                OASFactory.createMediaType().schema(Schemas.to("ODataProblem")));
            }
        } else if (answer.getContent() == null && status.equals("202")) {
            answer.setContent(content("application/json", "PendingCommand"));
        }
    }

    private static org.eclipse.microprofile.openapi.models.media.Content content(
            String type, String schema) {
        return OASFactory.createContent()
                .addMediaType(
                        type, OASFactory.createMediaType().schema(Schemas.to(schema)));
    }

    private static void headers(String status, APIResponse answer, boolean tagged, boolean paged) {
        header(answer, "X-Request-Id");
        if (status.compareTo("400") < 0) {
            header(answer, "RateLimit");
            header(answer, "RateLimit-Policy");
        }
        if ((status.equals("200") || status.equals("304")) && tagged) {
            header(answer, "ETag");
        }
        if (status.equals("200") && paged) {
            header(answer, "Link");
        }
        if (status.equals("202") && answer.getContent().getMediaType("application/json") != null
                && Schemas.to("PendingCommand").getRef().equals(
                        answer.getContent().getMediaType("application/json").getSchema().getRef())) {
            header(answer, "Location");
            header(answer, "Retry-After");
        }
        if (status.equals("503")) {
            header(answer, "Retry-After");
        }
        if (status.equals("401")) {
            header(answer, "WWW-Authenticate");
        }
    }

    private static void header(APIResponse answer, String name) {
        if (answer.getHeaders() == null || !answer.getHeaders().containsKey(name)) {
            answer.addHeader(
                    name, OASFactory.createHeader().ref("#/components/headers/" + name));
        }
    }
}
