package io.effekt.access.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Slug;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The clients that a steward gives a source to.
 *
 * @param clients in order of their names
 */
public record SourceForm(String source, List<String> clients) {
    private static final int LONGEST = 200;
    private static final int MOST = 20;
    private static final Pattern PERSON = Pattern.compile("person:[0-9a-f-]{36}");

    /** What is sent, for the document of the API. */
    @Schema(name = "SourceHandover")
    record Wanted(
            @Schema(
                            required = true,
                            maxLength = LONGEST,
                            description = "The source itself, as measurements bear it",
                            examples = "urn:example:licences")
                    String source,
            @Schema(
                            required = true,
                            minItems = 1,
                            maxItems = MOST,
                            description =
                                    "All who may send in its name from now on: clients of keys, kafka"
                                            + " for what is written to the topic, or person:<id>",
                            examples = "[\"licences-2\"]")
                    List<String> clients,
            @Nullable String reason) {}

    /** Whose a source is, for the document of the API. */
    @Schema(name = "SourceOwner")
    record Shown(
            String source,
            List<String> clients,
            @Schema(
                            description =
                                    "false where it is the client that used it first; true where a steward decided")
                    boolean decided) {}

    /** A page of them, for the document of the API. */
    @Schema(name = "SourceOwnerPage")
    record Page(List<Shown> items, @Nullable String next) {}

    static Form.Read<SourceForm> read(Form form) {
        String source = form.requiredText("source");
        if (source.length() > LONGEST || source.indexOf('*') >= 0) {
            form.refuse(
                    "invalid-source",
                    "source",
                    "Write one source in full, in at most "
                            + LONGEST
                            + " characters, without '*'.");
        }
        List<String> clients = List.copyOf(new TreeSet<>(form.textList("clients")));
        if (clients.isEmpty() || clients.size() > MOST) {
            form.refuse("required", "clients", "Name 1 to " + MOST + " clients.");
        }
        if (ReservedNames.isSource(source) && !clients.equals(List.of(source))) {
            form.refuse(
                    "reserved",
                    "source",
                    "This is a name of the service or of a person, and nobody else's source: let"
                            + " them send in another, and hand that over.");
        }
        for (String client : clients) {
            if (!Slug.isValid(client) && !PERSON.matcher(client).matches()) {
                form.refuse(
                        "invalid-client",
                        "clients",
                        "Write clients as their keys name them, 'kafka', or 'person:<id>'.");
            }
        }
        return form.finish(() -> new SourceForm(source, clients));
    }

    public ObjectNode json() {
        ObjectNode json = Json.object().put("source", source);
        clients.forEach(json.putArray("clients")::add);
        return json;
    }
}
