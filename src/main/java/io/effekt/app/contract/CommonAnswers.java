package io.effekt.app.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
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
                    "414", "The address is too long; the answer says how long it may be",
                    "431", "The headers are too long; the answer says how long they may be",
                    "429",
                            "More requests than the key, the person or the address may send in a"
                                    + " while",
                    "503", "Something that is needed is away for the moment",
                    "500", "Something went wrong inside; the log has it under the X-Request-Id");

    private static final Map<String, String> WITH_NAME = Map.of("404", "There is no such thing");

    private static final Map<String, String> WITH_BODY =
            Map.of(
                    "413", "The body is too large, or has too much in it",
                    "415", "The body has a format or an encoding that is not taken");

    private CommonAnswers() {}

    static void add(
            String path, PathItem.HttpMethod method, Operation operation, Components shared) {
        Map<String, String> answers = new TreeMap<>(ALWAYS);
        PreferredHeaders.add(operation, method, shared);
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
        operation
                .getResponses()
                .getAPIResponses()
                .forEach((status, answer) -> {
                    if (answer.getRef() == null) {
                        complete(path, status, answer);
                        AnswerHeaders.add(path, method, operation, status, answer);
                    }
                });
    }

    /** A refusal is a problem, whichever part refuses; a change that goes on names its command. */
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

    private static Content content(String type, String schema) {
        return OASFactory.createContent()
                .addMediaType(type, OASFactory.createMediaType().schema(Schemas.to(schema)));
    }
}
