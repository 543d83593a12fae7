package io.effekt.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Shell;
import io.effekt.testing.Shell.Said;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says is typed as it stands there, and answered as it says. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ReadmeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```\n(.*?)^ *```$");
    private static final Pattern INLINE = Pattern.compile("`(curl -s [^`]+)`");
    private static final String END = "--- end of an answer ---";

    @Test
    void whatIsTypedIsAnsweredAsItSays() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> typed = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(readme); block.find(); ) {
            String text = group(block).strip();
            if (text.startsWith("{")) {
                answers.add(text);
            } else if (text.startsWith("effekt ") || text.startsWith("curl ")) {
                text.lines().forEach(line -> typed.add(line.strip()));
            } else if (text.startsWith("api=")) {
                text.lines().filter(line -> !line.isBlank()).forEach(typed::add);
            }
        }
        for (Matcher inline = INLINE.matcher(readme); inline.find(); ) {
            typed.add(group(inline));
        }
        assertTrue(typed.size() > 20, typed.toString());

        List<String> said = said(typed);

        JsonNode receipts = JSON.readTree(answers.get(0));
        JsonNode status = JSON.readTree(answers.get(1));
        assertEquals(timeless(receipts), found(said, "receipts"), "the receipt");
        assertEquals(timeless(status), found(said, "\"scope\":\"team:rocket\""), "the status");
    }

    private static String group(Matcher found) {
        return Objects.requireNonNull(found.group(1));
    }

    /** Answers by now, in order; fails on the first that is no success. */
    private List<String> said(List<String> typed) {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (String line : typed) {
            script.append(line).append('\n');
            if (line.startsWith("effekt ") || line.startsWith("curl ")) {
                script.append("echo; echo '").append(END).append("'\n");
            }
        }
        String here =
                script.toString()
                        .replace("http://localhost:8080", "http://localhost:" + RestAssured.port)
                        .replace("data/admin.key", AdminCaller.KEY_FILE.toAbsolutePath().toString())
                        .replace("curl -s ", "curl -sS --fail-with-body ");
        // A file that is fetched lies in a folder of its own.
        Path folder = TestServers.freshFolder("readme");
        Said all = Shell.run(folder, Map.of(), List.of("bash", "-c", here));
        assertEquals(0, all.code(), all.text());
        assertFalse(all.text().contains("urn:effekt:problem"), all.text());
        return List.of(all.text().split(END));
    }

    private static JsonNode found(List<String> said, String part) throws IOException {
        for (String answer : said) {
            if (answer.contains(part)) {
                return timeless(JSON.readTree(answer));
            }
        }
        throw new AssertionError("nothing was answered with " + part + ": " + said);
    }

    /** What is another in each store. */
    private static JsonNode timeless(JsonNode answer) {
        for (JsonNode item : answer.path("items")) {
            ((ObjectNode) item).remove(List.of("evaluatedAt", "position"));
        }
        return answer;
    }
}
