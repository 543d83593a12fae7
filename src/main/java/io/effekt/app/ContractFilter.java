package io.effekt.app;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every operation: a parameter that says nothing else of its form is a text, what
 * may be answered to anything that is sent anywhere, and every operation can be asked too often, or
 * while something that it needs is away.
 */
public class ContractFilter implements OASFilter {
    private static final String TOO_MANY = "TooManyRequests";
    private static final String AWAY = "Away";
    private static final String PROBLEM = "Problem";

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "400", "A parameter or header cannot be read; the answer says which",
                    "406", "The answer cannot be had in the format that Accept asks for");

    private static final Map<String, String> WITH_NAME = Map.of("404", "There is no such thing");

    private static final Map<String, String> WITH_BODY =
            Map.of(
                    "408", "The body did not arrive in time",
                    "413", "The body is too large, or has too much in it",
                    "415", "The body has a format or an encoding that is not taken");

    @Override
    public @Nullable Parameter filterParameter(Parameter parameter) {
        if (parameter.getRef() == null
                && parameter.getSchema() == null
                && parameter.getContent() == null) {
            parameter.setSchema(OASFactory.createSchema().type(List.of(SchemaType.STRING)));
        }
        return parameter;
    }

    @Override
    public Operation filterOperation(Operation operation) {
        APIResponses responses = operation.getResponses();
        add(responses, "429", TOO_MANY);
        add(responses, "503", AWAY);
        add(operation, ALWAYS);
        List<Parameter> parameters = operation.getParameters();
        if (parameters != null && !parameters.isEmpty()) {
            add(operation, WITH_NAME);
        }
        if (operation.getRequestBody() != null) {
            add(operation, WITH_BODY);
        }
        return operation;
    }

    private static void add(APIResponses responses, String status, String name) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(
                    status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        }
    }

    private static APIResponse tooMany() {
        return problem("More requests than the key, the person or the address may send in a while")
                .addHeader("Retry-After", header(SchemaType.INTEGER, "Seconds to wait", 1))
                .addHeader(
                        "RateLimit-Policy",
                        header(
                                SchemaType.STRING,
                                "Requests (q) in each window of seconds (w); in every answer to a"
                                        + " key or a person",
                                "\"requests\";q=1000;w=10"))
                .addHeader(
                        "RateLimit",
                        header(
                                SchemaType.STRING,
                                "Requests left (r), and seconds until all are there again (t); in"
                                        + " every answer to a key or a person",
                                "\"requests\";r=999;t=1"));
    }

    private static APIResponse away() {
        return problem("Something that is needed is away for the moment")
                .addHeader("Retry-After", header(SchemaType.INTEGER, "Seconds to wait", 2));
    }

    private static APIResponse problem(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(
                        OASFactory.createContent()
                                .addMediaType(
                                        ProblemBody.MEDIA_TYPE,
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema().ref(PROBLEM))));
    }

    private static Header header(SchemaType type, String description, Object example) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().type(List.of(type)).addExample(example));
    }

    private static void add(Operation operation, Map<String, String> answers) {
        new TreeMap<>(answers)
                .forEach((status, description) -> {
                    if (!operation.getResponses().hasAPIResponse(status)) {
                        operation
                                .getResponses()
                                .addAPIResponse(
                                        status,
                                        OASFactory.createAPIResponse().description(description));
                    }
                });
    }

    /** A refusal is a problem, whoever refuses. */
    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.getPaths()
                .getPathItems()
                .values()
                .forEach(path ->
                        path.getOperations()
                                .values()
                                .forEach(operation ->
                                        operation
                                                .getResponses()
                                                .getAPIResponses()
                                                .forEach(ContractFilter::describe)));
        contract.getComponents().addResponse(TOO_MANY, tooMany()).addResponse(AWAY, away());
        contract.getComponents().addSchema(PROBLEM, ProblemSchema.make());
    }

    private static void describe(String status, APIResponse answer) {
        if (status.compareTo("400") >= 0
                && answer.getContent() == null
                && answer.getRef() == null) {
            answer.setContent(
                    OASFactory.createContent()
                            .addMediaType(
                                    ProblemBody.MEDIA_TYPE,
                                    OASFactory.createMediaType()
                                            .schema(
                                                    OASFactory.createSchema()
                                                            .ref("#/components/schemas/Problem"))));
        }
    }
}
