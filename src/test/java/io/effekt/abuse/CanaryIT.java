package io.effekt.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.AdminCaller;
import io.effekt.testing.Operation;
import io.effekt.testing.ServiceProcess;
import io.effekt.testing.TestServers;
import io.effekt.testing.Topic;
import io.effekt.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Secrets sent to every wrong place, and wrong settings that hold one: none of them comes out
 * again, in an answer, the log, the numbers, the history or a topic.
 */
class CanaryIT {
    /** As somebody's key looks. */
    private static final String KEY = "effekt_Zz7Canar_ZzCanary0123456789abcdefghijklmnqJhG2K";

    private static final String TOKEN =
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJaekNhbmFyeSJ9.ZzCanaryZzCanaryZzCanaryZzCanary";

    private static final String BASIC =
            Base64.getEncoder().encodeToString(("x:" + KEY).getBytes(UTF_8));

    private static final String SURVEY = "zzcanary-survey-comment";
    private static final String SCORE = "71717171";
    private static final String PASSWORD = "zzCanaryPassword0123456789";

    /** What may be found of the secrets, each by the part that must not get out. */
    private static final Map<String, String> CANARIES =
            new TreeMap<>(
                    Map.of(
                            "key",
                            "ZzCanary0123456789",
                            "token",
                            "ZzCanaryZzCanary",
                            "comment",
                            SURVEY,
                            "score",
                            SCORE,
                            "base64",
                            BASIC.substring(20, 44)));

    @Test
    void noSecretThatIsSentComesOutAgain() {
        try (ServiceProcess service =
                ServiceProcess.on(
                        TestServers.shared(),
                        Map.of(
                                "EFFEKT_KEY_IN_ADDRESS", "true",
                                "EFFEKT_OIDC_URL", "http://127.0.0.1:9/realm",
                                "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true",
                                "QUARKUS_LOG_CATEGORY__IO_EFFEKT__LEVEL", "DEBUG",
                                "QUARKUS_LOG_CATEGORY__IO_QUARKUS__LEVEL", "DEBUG"))) {
            service.awaitReady(Duration.ofMinutes(2));
            Wire wire = Wire.to(service.url().getPort());
            Set<String> leaks = new TreeSet<>();
            int sent = 0;
            String less = keyThatMayRead(wire);
            for (Operation operation : LogInjectionIT.operations(wire)) {
                for (String head : heads(operation, less)) {
                    String body = operation.takesBody() ? BODIES.get(sent % BODIES.size()) : "";
                    Wire.Answer answer = wire.send(head, body.getBytes(UTF_8));
                    sent++;
                    find("answer of " + operation + " " + answer.status(), answer.whole(), leaks);
                    if (answer.status() >= 500) {
                        leaks.add(operation + " " + answer);
                    }
                }
            }
            assertTrue(sent > 1_000, "sent only " + sent);
            find("metrics", get(wire, "/q/metrics"), leaks);
            find("health", get(wire, "/q/health"), leaks);
            Awaitility.await("refusals in the history")
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            get(wire, "/api/v1/audit?type=access.refused.v1").contains("PUT "));
            find("audit", get(wire, "/api/v1/audit?limit=1000"), leaks);
            service.stop();
            String log = service.output();
            assertTrue(log.contains("access-log") || log.contains("acc"), "there is a log");
            find("log", log, leaks);
            for (String secret : List.of(AdminCaller.key(), password(true), password(false))) {
                assertFalse(log.contains(secret), "a secret of the service is in its log");
            }
            for (String topic : List.of("effekt.rejected.v1", "effekt.decisions.v1")) {
                new Topic(TestServers.shared().kafkaBootstrap(), topic)
                        .read()
                        .forEach(record -> find(topic, Topic.text(record), leaks));
            }
            assertEquals(List.of(), new ArrayList<>(leaks));
        }
    }

    /** Each breaks before it could be kept for whoever repairs it. */
    private static final List<String> BODIES =
            List.of(
                    "{\"kpi\": \"enps\", \"scores\": {\"10\": "
                            + SCORE
                            + "}, \"comment\": \""
                            + SURVEY
                            + "\"",
                    "{\"" + KEY + "\": 1, \"" + KEY + "\": 2",
                    "{\"comment\": \"" + SURVEY + "\", \"value\": " + SCORE + "x}",
                    "[\"" + TOKEN + "\", " + KEY + "]",
                    "\"" + SURVEY,
                    "{\"reason\": \""
                            + KEY
                            + "\", \"comment\": \""
                            + SURVEY
                            + "\" \""
                            + TOKEN
                            + "\"}");

    private static List<String> heads(Operation operation, String less) {
        String method = operation.method().name();
        String target = operation.target(Map.of());
        String admin = AdminCaller.key();
        String json = "Content-Type: application/json";
        Base64.Encoder base64 = Base64.getEncoder();
        List<String> heads = new ArrayList<>();
        for (String authorization :
                List.of(
                        "Bearer " + KEY,
                        "Bearer " + TOKEN,
                        "bearer  " + KEY + KEY,
                        KEY,
                        "Basic " + BASIC,
                        "Basic " + base64.encodeToString((KEY + ":" + TOKEN).getBytes(UTF_8)),
                        "Basic " + KEY,
                        "Digest username=\"" + KEY + "\"")) {
            heads.add(Wire.head(method, target, null, json, "Authorization: " + authorization));
        }
        heads.add(Wire.head(method, target + "?api_key=" + KEY, null, json));
        heads.add(Wire.head(method, target + "?api_key=" + KEY, admin, json));
        heads.add(Wire.head(method, target + "?" + KEY + "=" + TOKEN, admin, json));
        heads.add(Wire.head(method, target + "/" + KEY, admin, json));
        heads.add(Wire.head(method, target.replaceFirst("[^/]+$", KEY), admin, json));
        heads.add(Wire.head(method, target.replaceFirst("[^/]+$", KEY), less, json));
        heads.add(Wire.head(method, target, less, json, "Effekt-Reason: " + KEY));
        for (String name :
                List.of(
                        "X-Request-Id",
                        "If-Match",
                        "If-None-Match",
                        "Prefer",
                        "Accept",
                        "Content-Encoding",
                        "Effekt-Reason",
                        "Effekt-Import",
                        "traceparent",
                        "User-Agent")) {
            heads.add(Wire.head(method, target, admin, json, name + ": " + KEY));
        }
        return heads;
    }

    private static void find(String where, String text, Set<String> leaks) {
        CANARIES.forEach((what, canary) -> {
            int at = text.indexOf(canary);
            if (at >= 0) {
                leaks.add(
                        what
                                + " in "
                                + where
                                + ": "
                                + text.substring(
                                        Math.max(0, at - 200), Math.min(text.length(), at + 60)));
            }
        });
    }

    private static String get(Wire wire, String target) {
        return wire.send(Wire.head("GET", target, AdminCaller.key()), new byte[0]).whole();
    }

    private static String keyThatMayRead(Wire wire) {
        String head =
                Wire.head(
                        "POST",
                        "/api/v1/keys",
                        AdminCaller.key(),
                        "Content-Type: application/json");
        String issued =
                wire.send(
                                head,
                                "{\"client\": \"less\", \"scopes\": [\"status:read\"]}"
                                        .getBytes(UTF_8))
                        .body();
        return issued.replaceFirst("(?s).*\"key\":\"(effekt_\\w+)\".*", "$1");
    }

    private static String password(boolean owner) {
        var access = TestServers.shared().database();
        return owner ? access.owner().password() : access.app().password();
    }

    @Test
    void aPasswordThatIsWrongIsNotInTheLog() {
        for (String setting :
                List.of("EFFEKT_DATABASE_PASSWORD", "EFFEKT_DATABASE_OWNER_PASSWORD")) {
            try (ServiceProcess service =
                    ServiceProcess.on(TestServers.shared(), Map.of(setting, PASSWORD))) {
                Awaitility.await("a failure")
                        .atMost(Duration.ofSeconds(60))
                        .until(() ->
                                !service.isAlive()
                                        || service.output().contains("password authent"));
                assertFalse(service.output().contains(PASSWORD), setting);
            }
        }
    }
}
