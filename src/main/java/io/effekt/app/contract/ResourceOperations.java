package io.effekt.app.contract;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * What the operations of all resources have in common that are put whole and versioned. They bear
 * the extension {@code x-resource}, which says what they do. What one says itself is kept.
 */
final class ResourceOperations {
    private static final String MARK = "x-resource";

    /** What the scanner says of an answer that nobody describes. */
    private static final String BY_ITSELF = "Bad Request";

    private static final String UNCHANGED = "Nothing has changed since the ETag given";
    private static final String UNDEFINED = "It was never defined";
    private static final String TAKEN = "Accepted, not yet applied: see Location";
    private static final String CHANGED_MEANWHILE = "It is at another version by now";
    private static final String AWAY = "Changes cannot be taken for the moment";

    private static final Map<String, String> DESCRIPTIONS =
            Map.of(
                    "put",
                    "The whole resource. The same again changes nothing and is no new version. The"
                            + " answer comes once the change, and the statuses that follow from it,"
                            + " can be read: within 10 seconds or what 'Prefer: wait=N' says;"
                            + " otherwise 202.",
                    "versions",
                    "With author, time and reason, the newest first.");

    private static final Map<String, List<String>> HEADERS =
            Map.of(
                    "put", List.of("If-Match", "If-None-Match", "Prefer", "Effekt-Reason"),
                    "retire", List.of("If-Match", "Prefer", "Effekt-Reason"));

    private static final Map<String, List<Answer>> ANSWERS =
            Map.of(
                    "list",
                    List.of(
                            new Answer("304", UNCHANGED),
                            new Answer("400", "A parameter cannot be read; the answer says how")),
                    "get",
                    List.of(
                            new Answer("304", "It is still at the version given"),
                            new Answer("404", UNDEFINED)),
                    "put",
                    List.of(
                            new Answer("202", TAKEN),
                            new Answer(
                                    "400", "No JSON, or a header or parameter that cannot be read"),
                            new Answer("412", CHANGED_MEANWHILE),
                            new Answer("422", "Refused; 'errors' says where and why"),
                            new Answer("503", AWAY)),
                    "retire",
                    List.of(
                            new Answer("202", TAKEN),
                            new Answer("404", UNDEFINED),
                            new Answer("412", CHANGED_MEANWHILE),
                            new Answer("503", AWAY)),
                    "versions",
                    List.of(new Answer("304", UNCHANGED), new Answer("404", UNDEFINED)));

    private static final List<Parameter.In> ORDER =
            List.of(Parameter.In.QUERY, Parameter.In.HEADER, Parameter.In.PATH);

    private record Answer(String status, String description) {}

    private ResourceOperations() {}

    static void add(Operation operation) {
        Object does =
                operation.getExtensions() == null ? null : operation.getExtensions().get(MARK);
        if (does == null) {
            return;
        }
        operation.removeExtension(MARK);
        APIResponses answers = operation.getResponses();
        if (does.equals("put") && answers.hasAPIResponse("200")) {
            APIResponse changed = answers.getAPIResponse("200");
            APIResponse defined =
                    OASFactory.createAPIResponse()
                            .description("Defined for the first time")
                            .content(changed.getContent());
            answers.addAPIResponse("200", withVersion(changed));
            answers.addAPIResponse("201", withVersion(defined));
        }
        String what = does.toString();
        if (operation.getDescription() == null) {
            operation.setDescription(DESCRIPTIONS.get(what));
        }
        addHeaders(operation, HEADERS.getOrDefault(what, List.of()));
        for (Answer answer : ANSWERS.getOrDefault(what, List.of())) {
            APIResponse given = answers.getAPIResponse(answer.status);
            if (given == null || BY_ITSELF.equals(given.getDescription())) {
                answers.addAPIResponse(
                        answer.status,
                        OASFactory.createAPIResponse().description(answer.description));
            }
        }
    }

    /** In the order query, headers, path. */
    private static void addHeaders(Operation operation, List<String> names) {
        if (!names.isEmpty()) {
            names.forEach(name ->
                    operation.addParameter(
                            OASFactory.createParameter().name(name).in(Parameter.In.HEADER)));
            operation.setParameters(
                    operation.getParameters().stream()
                            .sorted(Comparator.comparingInt(one -> ORDER.indexOf(one.getIn())))
                            .toList());
        }
    }

    private static APIResponse withVersion(APIResponse answer) {
        return answer.addHeader(
                "ETag",
                OASFactory.createHeader()
                        .description("The version")
                        .schema(Schemas.of(SchemaType.STRING)));
    }
}
