package io.effekt.app;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all operations alike: a parameter that says nothing else of its form is a text,
 * and every operation can be asked too often, or while something that it needs is away.
 */
public class ContractFilter implements OASFilter {
    private static final String TOO_MANY = "TooManyRequests";
    private static final String AWAY = "Away";
    private static final String PROBLEM = "Problem";

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
    public @Nullable Operation filterOperation(Operation operation) {
        APIResponses responses = operation.getResponses();
        if (responses != null) {
            add(responses, "429", TOO_MANY);
            add(responses, "503", AWAY);
        }
        return operation;
    }

    private static void add(APIResponses responses, String status, String name) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(
                    status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI openapi) {
        if (openapi.getComponents() == null) {
            openapi.setComponents(OASFactory.createComponents());
        }
        openapi.getComponents().addResponse(TOO_MANY, tooMany()).addResponse(AWAY, away());
        openapi.getComponents().addSchema(PROBLEM, body());
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
                                                .schema(
                                                        OASFactory.createSchema()
                                                                .ref(PROBLEM))));
    }

    private static Schema body() {
        return OASFactory.createSchema()
                .type(List.of(SchemaType.OBJECT))
                .description("RFC 9457")
                .addProperty("type", text("The code as a URI"))
                .addProperty("title", text("The kind in words"))
                .addProperty(
                        "status",
                        OASFactory.createSchema().type(List.of(SchemaType.INTEGER)))
                .addProperty("detail", text("One sentence that names the cure"))
                .addProperty("instance", text("Path of the request"))
                .addProperty("code", text("Stable, for programs"))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .type(List.of(SchemaType.ARRAY))
                                .items(
                                        OASFactory.createSchema()
                                                .type(List.of(SchemaType.OBJECT))
                                                .addProperty(
                                                        "pointer",
                                                        text("JSON Pointer into the body"))
                                                .addProperty("code", text("Stable"))
                                                .addProperty("detail", text("What is wrong"))));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema()
                .type(List.of(SchemaType.STRING))
                .description(description);
    }

    private static Header header(SchemaType type, String description, Object example) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().type(List.of(type)).addExample(example));
    }
}
