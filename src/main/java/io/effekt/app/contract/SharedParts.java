package io.effekt.app.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * What several operations have in common is said once, as a component. A parameter that says
 * nothing else than the shared one of its name ({@code META-INF/openapi.yaml}) is that one; one
 * that says more keeps it, and takes what it does not say itself. An answer that two operations
 * have is shared by itself.
 */
final class SharedParts {
    private static final String PARAMETERS = "#/components/parameters/";
    private static final String RESPONSES = "#/components/responses/";
    private static final String HEADERS = "#/components/headers/";

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("202", "Accepted"),
                    Map.entry("304", "Unchanged"),
                    Map.entry("400", "Unreadable"),
                    Map.entry("401", "Unknown"),
                    Map.entry("403", "NotPermitted"),
                    Map.entry("404", "NotFound"),
                    Map.entry("406", "NoSuchFormat"),
                    Map.entry("408", "TooSlow"),
                    Map.entry("409", "UnderWay"),
                    Map.entry("412", "ChangedMeanwhile"),
                    Map.entry("413", "TooLarge"),
                    Map.entry("415", "NotTaken"),
                    Map.entry("422", "Refused"),
                    Map.entry("429", "TooManyRequests"),
                    Map.entry("500", "Failed"),
                    Map.entry("501", "NotImplemented"),
                    Map.entry("503", "Away"));

    private SharedParts() {}

    static void parameters(Operation operation, Components components) {
        if (operation.getParameters() == null) {
            return;
        }
        List<Parameter> parameters = new ArrayList<>();
        for (Parameter parameter : operation.getParameters()) {
            parameters.add(shared(parameter, components.getParameters()));
        }
        operation.setParameters(parameters);
    }

    private static Parameter shared(Parameter given, @Nullable Map<String, Parameter> known) {
        if (given.getRef() != null) {
            return given;
        }
        if (known != null) {
            for (Map.Entry<String, Parameter> one : known.entrySet()) {
                if (isOf(given, one.getValue())) {
                    if (saysNothingElse(given, one.getValue())) {
                        return OASFactory.createParameter().ref(PARAMETERS + one.getKey());
                    }
                    complete(given, one.getValue());
                }
            }
        }
        if (given.getSchema() == null && given.getContent() == null) {
            given.setSchema(Schemas.of(SchemaType.STRING));
        }
        return given;
    }

    private static boolean isOf(Parameter given, Parameter one) {
        return given.getIn() == one.getIn() && one.getName().equals(given.getName());
    }

    private static boolean saysNothingElse(Parameter given, Parameter one) {
        return (given.getDescription() == null
                        || given.getDescription().equals(one.getDescription()))
                && (given.getSchema() == null
                        || isPlainText(given)
                        || given.getSchema().equals(one.getSchema()));
    }

    private static boolean isPlainText(Parameter given) {
        return given.getSchema().equals(Schemas.of(SchemaType.STRING));
    }

    private static void complete(Parameter given, Parameter one) {
        if (given.getDescription() == null) {
            given.setDescription(one.getDescription());
        }
        if (given.getSchema() == null || isPlainText(given)) {
            given.setSchema(
                    Schemas.copy(
                            one.getSchema(),
                            org.eclipse.microprofile.openapi.models.media.Schema.class));
        }
    }

    /** Once all operations say all that they say. */
    static void in(OpenAPI contract) {
        Components components = contract.getComponents();
        Map<String, Map<APIResponse, Integer>> uses = new TreeMap<>();
        operations(
                contract,
                operation ->
                        operation
                                .getResponses()
                                .getAPIResponses()
                                .forEach((status, answer) -> {
                                    if (answer.getRef() == null && NAMES.containsKey(status)) {
                                        uses.computeIfAbsent(status, s -> new LinkedHashMap<>())
                                                .merge(answer, 1, Integer::sum);
                                    }
                                }));
        Map<APIResponse, String> names = new LinkedHashMap<>();
        uses.forEach((status, answers) -> name(status, answers, names));
        names.forEach((answer, name) -> components.addResponse(name, answer));
        operations(
                contract,
                operation ->
                        operation
                                .getResponses()
                                .getAPIResponses()
                                .forEach((status, answer) -> {
                                    String name = names.get(answer);
                                    if (name != null) {
                                        operation
                                                .getResponses()
                                                .addAPIResponse(
                                                        status,
                                                        OASFactory.createAPIResponse()
                                                                .ref(RESPONSES + name));
                                    }
                                }));
        dropUnused(contract);
    }

    /** The answer of a status that most have takes the plain name, others one from their words. */
    private static void name(
            String status, Map<APIResponse, Integer> uses, Map<APIResponse, String> names) {
        List<APIResponse> shared =
                uses.entrySet().stream()
                        .filter(use -> use.getValue() > 1)
                        .sorted(
                                Comparator.comparingInt((Map.Entry<APIResponse, Integer> use) ->
                                                -use.getValue())
                                        .thenComparing(use -> use.getKey().getDescription()))
                        .map(Map.Entry::getKey)
                        .toList();
        for (APIResponse answer : shared) {
            String name = (isOfOData(answer) ? "OData" : "") + NAMES.get(status);
            if (names.containsValue(name)) {
                name += "-" + words(answer.getDescription());
            }
            names.put(answer, name);
        }
    }

    private static boolean isOfOData(APIResponse answer) {
        return answer.getContent() != null
                && answer.getContent().getMediaTypes().values().stream()
                        .anyMatch(type ->
                                type.getSchema() != null
                                        && "ODataProblem".equals(Schemas.target(type.getSchema())));
    }

    private static String words(String description) {
        return description
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-|-$", "")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static void dropUnused(OpenAPI contract) {
        Components components = contract.getComponents();
        Set<String> used = new HashSet<>();
        operations(
                contract,
                operation -> {
                    if (operation.getParameters() != null) {
                        operation
                                .getParameters()
                                .forEach(parameter -> used.add(parameter.getRef()));
                    }
                    operation
                            .getResponses()
                            .getAPIResponses()
                            .values()
                            .forEach(answer -> {
                                used.add(answer.getRef());
                                headers(answer, used);
                            });
                });
        components.getResponses().values().forEach(answer -> headers(answer, used));
        keep(components.getParameters(), PARAMETERS, used, components::removeParameter);
        keep(components.getResponses(), RESPONSES, used, components::removeResponse);
        keep(components.getHeaders(), HEADERS, used, components::removeHeader);
    }

    private static void headers(APIResponse answer, Set<String> used) {
        if (answer.getHeaders() != null) {
            answer.getHeaders().values().forEach(header -> used.add(header.getRef()));
        }
    }

    private static void keep(
            @Nullable Map<String, ?> parts, String at, Set<String> used, Consumer<String> remove) {
        if (parts != null) {
            List.copyOf(parts.keySet()).stream()
                    .filter(name -> !used.contains(at + name))
                    .forEach(remove);
        }
    }

    private static void operations(OpenAPI contract, Consumer<Operation> to) {
        contract.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().values().forEach(to));
    }
}
