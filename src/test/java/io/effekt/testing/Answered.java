package io.effekt.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, as the contract has to know them. Of a long list the first 100 items
 * are looked at, and 100 spread over the rest.
 *
 * @param target path and query as they were sent
 * @param sent names of the headers of the request
 * @param headers head of the answer: a line a header
 */
public record Answered(
        String method, String target, Set<String> sent, int status, String headers, byte[] body) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final int LOOKED_AT = 200;

    /** What is no request of HTTP/1 is no request for an operation. */
    private static final int NO_SUCH_HTTP = 505;

    /** Paths that are another operation's, or nobody's, once they are put in order. */
    private static final Pattern ODD = Pattern.compile("//|/\\.{1,2}(/|$)|[;#\\\\]");

    /** Letters, digits, dots and slashes that are written as their numbers. */
    private static final Pattern ODD_CODE =
            Pattern.compile("^[^?]*%(?:2[dDeEfF]|3\\d|[46][1-9a-fA-F]|[57][\\daA]|5[cC])");

    /** Headers that say something about an answer, and so have to be in the contract. */
    private static final List<String> TOLD =
            List.of(
                    "ETag",
                    "Location",
                    "Link",
                    "Retry-After",
                    "WWW-Authenticate",
                    "RateLimit",
                    "RateLimit-Policy",
                    "Effekt-Import",
                    "Effekt-Dry-Run",
                    "Preference-Applied",
                    "OData-Version",
                    "Content-Language",
                    "X-Request-Id");

    /** Headers that change what an operation does, and so have to be in the contract. */
    private static final List<String> ASKED =
            List.of("Prefer", "If-Match", "Effekt-Reason", "Effekt-Import");

    /** The first thing in it that the contract does not say; empty when it says it all. */
    public Optional<String> difference(Contract contract) {
        String path = path();
        if (ODD.matcher(path).find()
                || ODD_CODE.matcher(target).find()
                || !isPlain(method)
                || status == NO_SUCH_HTTP) {
            return ofNobody(contract);
        }
        if (!path.startsWith("/api/")
                && !path.startsWith("/odata/")
                && !path.startsWith("/connect")) {
            return Optional.empty();
        }
        return contract.operation(method, path)
                .map(operation -> of(operation, contract))
                .orElseGet(() -> ofNobody(contract))
                .map(fault ->
                        "%s %s was answered %d: %s. The contract (openapi/openapi.yaml) says otherwise: mend the code, or what describes it, and write the contract again with -Dopenapi.write=true. The body: %s"
                                .formatted(method, target, status, fault, shown()));
    }

    private String path() {
        String path = target.replaceFirst("^https?://[^/]*", "").replaceFirst("\\?.*", "");
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private Optional<String> of(JsonNode operation, Contract contract) {
        JsonNode answer =
                contract.resolved(operation.path("responses").path(Integer.toString(status)));
        if (answer.isMissingNode()) {
            return Optional.of("this status is not among those it may answer");
        }
        Optional<String> wrong = headers(answer, contract);
        if (wrong.isEmpty() && status < 300) {
            wrong = request(operation, contract);
        }
        if (wrong.isPresent() || method.equals("HEAD")) {
            return wrong;
        }
        String type = type();
        if (body.length == 0) {
            // Rows as lines, and there is no row.
            boolean mayBeEmpty = status == 304 || type.contains("ndjson");
            return answer.has("content") && !mayBeEmpty
                    ? Optional.of("there is no body")
                    : Optional.empty();
        }
        JsonNode content = answer.path("content").path(type);
        if (content.isMissingNode()) {
            return Optional.of(
                    "it is "
                            + type
                            + ", and not one of "
                            + answer.path("content").properties().stream()
                                    .map(java.util.Map.Entry::getKey)
                                    .toList());
        }
        return body(type, content.path("schema"), contract);
    }

    private static boolean isPlain(String method) {
        return method.equals(method.toUpperCase(Locale.ROOT));
    }

    /** Nobody answers there, or somebody under another name: a refusal is a problem. */
    private Optional<String> ofNobody(Contract contract) {
        if (status < 400 || body.length == 0 || !type().equals("application/problem+json")) {
            return Optional.empty();
        }
        return body(type(), reference("Problem"), contract);
    }

    private Optional<String> body(String type, JsonNode schema, Contract contract) {
        if (!type.endsWith("json") || type.contains("ndjson") || isNumbersAsText()) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(body);
            json.forEach(part -> {
                if (part instanceof ArrayNode list && list.size() > LOOKED_AT) {
                    thin(list);
                }
            });
            List<String> faults = contract.faults(precise(schema, contract), json);
            return faults.isEmpty()
                    ? Optional.empty()
                    : Optional.of(String.join("; ", faults.stream().limit(5).toList()));
        } catch (JsonProcessingException e) {
            return Optional.of("it is no JSON: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** OData writes numbers as strings for those who ask for it; the contract has the numbers. */
    private boolean isNumbersAsText() {
        String type = header("Content-Type");
        return type != null && type.contains("IEEE754Compatible=true");
    }

    private static void thin(ArrayNode list) {
        int half = LOOKED_AT / 2;
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < half; i++) {
            kept.add(list.get(i));
        }
        int step = Math.max(1, (list.size() - half) / half);
        for (int i = list.size() - 1; i >= half; i -= step) {
            kept.add(list.get(i));
        }
        list.removeAll();
        list.addAll(kept);
    }

    /** An answer with rows of a set has rows of just that set. */
    private JsonNode precise(JsonNode schema, Contract contract) {
        String name = schema.path("$ref").asText().replaceFirst(".*/", "");
        if (!name.equals("BiRows") && !name.equals("ODataAnswer")) {
            return schema;
        }
        String set = path().replaceFirst(".*/(api/v1/bi|odata/v4)/([A-Za-z]*).*", "$2");
        if (!contract.hasSchema(set + "Row")) {
            return schema;
        }
        ObjectNode precise = JSON.createObjectNode();
        boolean flat = name.equals("BiRows");
        ObjectNode list = precise.putArray("allOf").addObject();
        list.set("$ref", schema.path("$ref"));
        precise.withObject("/properties/" + (flat ? "items" : "value"))
                .put("type", "array")
                .set("items", reference(set + "Row"));
        precise.put("additionalProperties", true);
        return precise;
    }

    private static ObjectNode reference(String schema) {
        return JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    }

    private Optional<String> headers(JsonNode answer, Contract contract) {
        for (var header : answer.path("headers").properties()) {
            if (contract.resolved(header.getValue()).path("required").asBoolean()
                    && header(header.getKey()) == null) {
                return Optional.of("the header " + header.getKey() + " is missing");
            }
        }
        return TOLD.stream()
                .filter(name -> header(name) != null && !answer.path("headers").has(name))
                .findFirst()
                .map(name -> "it has a header " + name);
    }

    /** What had an effect has to be in the contract, so that typed clients can send it. */
    private Optional<String> request(JsonNode operation, Contract contract) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        operation
                .path("parameters")
                .forEach(
                        parameter -> known.add(contract.resolved(parameter).path("name").asText()));
        Set<String> given = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        given.addAll(sent);
        given.retainAll(ASKED.stream().map(n -> n.toLowerCase(Locale.ROOT)).toList());
        int question = target.indexOf('?');
        if (question >= 0 && !path().startsWith("/odata/")) {
            for (String pair : target.substring(question + 1).split("[&;]", -1)) {
                given.add(URLDecoder.decode(pair.replaceFirst("=.*", ""), StandardCharsets.UTF_8));
            }
        }
        given.remove("");
        given.remove("api_key");
        if (method.equals("GET")) {
            // A preference that an answer has no use for is passed over, as RFC 7240 has it.
            given.remove("prefer");
        }
        given.removeAll(known);
        return given.stream()
                .findFirst()
                .map(name -> "it took '" + name + "', which is no parameter of it");
    }

    private String type() {
        String type = header("Content-Type");
        return type == null
                ? "of no type"
                : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private @Nullable String header(String name) {
        return Wire.header(headers, name);
    }

    private String shown() {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
    }
}
