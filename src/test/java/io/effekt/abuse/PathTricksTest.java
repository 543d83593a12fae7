package io.effekt.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.testing.Attacks;
import io.effekt.testing.Client;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Operation;
import io.effekt.testing.Together;
import io.effekt.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The same place by another name: anyone who may not do something by its plain path may not do it
 * by any other spelling, by another method, or by a header that names another method.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class PathTricksTest {
    @Inject Database database;

    private static final String NO_HEADER = "X-A: 1";

    private final Map<List<String>, String> keys = new ConcurrentHashMap<>();
    private final LongAdder tried = new LongAdder();

    /** A method, a target and a header that stand for an operation in another way. */
    private record Trick(String method, String target, String header) {}

    @Test
    void noOtherSpellingGivesMoreThanThePlainPath() {
        Target world = Target.define();
        String others = Target.keyOfOthers();
        for (Operation operation : world.operations()) {
            without(operation);
        }
        String before = state();
        List<String> more = new ArrayList<>();
        for (boolean reads : new boolean[] {true, false}) {
            List<Callable<List<String>>> attacks = new ArrayList<>();
            for (Operation operation : world.operations()) {
                if (operation.reads() == reads) {
                    int number = attacks.size();
                    attacks.add(() -> attack(world, operation, number, "nobody", null));
                    attacks.add(() -> attack(world, operation, number, "another team", others));
                    attacks.add(() -> attack(world, operation, number, "less", without(operation)));
                }
            }
            Together.run(8, attacks).forEach(more::addAll);
        }
        assertEquals(List.of(), more);
        assertEquals(before, state());
        assertTrue(tried.sum() > 3_000, "tried only " + tried);
    }

    /** What one caller gets by tricks and not by the plain path. */
    private List<String> attack(
            Target world, Operation operation, int number, String who, @Nullable String key) {
        String method = operation.method().name();
        String target = operation.target(world.names());
        byte[] body =
                operation.takesBody()
                        ? operation.fullBody(world.names()).toString().getBytes(UTF_8)
                        : new byte[0];
        Wire.Answer plain = send(key, new Trick(method, target, NO_HEADER), body);
        Wire.Answer read = send(key, new Trick("GET", target, NO_HEADER), new byte[0]);
        List<String> more = new ArrayList<>();
        for (Trick trick : Attacks.share(tricks(method, target), number)) {
            Wire.Answer answer = send(key, trick, body);
            tried.increment();
            if (!isNoMore(trick, trick.method().equals("HEAD") ? read : plain, answer)) {
                more.add(
                        "%s as %s by %s\n  plain %s\n  trick %s"
                                .formatted(operation, who, trick, shown(plain), shown(answer)));
            }
        }
        return more;
    }

    private static boolean isNoMore(Trick trick, Wire.Answer plain, Wire.Answer answer) {
        if (answer.status() >= 400 && answer.status() < 500) {
            return true;
        }
        if (trick.method().equals("OPTIONS") && answer.status() < 300 && answer.status() > 0) {
            return answer.body().isEmpty();
        }
        return answer.status() == plain.status()
                && (trick.method().equals("HEAD")
                        || same(answer.body()).equals(same(plain.body())));
    }

    /**
     * Without what differs from one call to the next. The host of an absolute target is the one
     * that links name, whatever Host says (RFC 9112, 3.2.2).
     */
    private static String same(String body) {
        return body.replace("http://127.0.0.1/", "http://x/")
                .replaceAll("\"(instance|next|evaluatedAt|id|import|command)\":\"[^\"]*\"", "")
                .replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "");
    }

    private static List<Trick> tricks(String method, String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String rest = query < 0 ? "" : target.substring(query);
        int last = path.lastIndexOf('/');
        String front = path.substring(0, last);
        String end = path.substring(last + 1);
        String inside = path.substring("/api/v1".length());
        List<Trick> tricks = new ArrayList<>();
        for (String spelling :
                List.of(
                        "/" + path,
                        "/api/v1/" + inside,
                        front + "//" + end,
                        path + ";x",
                        path + ";jsessionid=1",
                        front + ";x/" + end,
                        "/api;x=y/v1" + inside,
                        path + "%3Bx",
                        path + "%2F",
                        front + "%2F" + end,
                        front + "%5C" + end,
                        front + "\\" + end,
                        "/api/v1/." + inside,
                        "/api/v1/x/.." + inside,
                        "/q/health/../.." + path,
                        "/api/v1/%2e" + inside,
                        "/api/v1/x/%2e%2e" + inside,
                        "/q/..%2f" + path,
                        "/api/v1%252f" + inside,
                        path.toUpperCase(Locale.ROOT),
                        front + "/" + end.toUpperCase(Locale.ROOT),
                        path + "/",
                        path + "/.",
                        path + "%20",
                        path + "%00",
                        path + "%0d%0aX-A:1",
                        path + ".json",
                        "/api/v1/%" + Integer.toHexString(inside.charAt(1)) + inside.substring(2),
                        "http://127.0.0.1" + path)) {
            tricks.add(new Trick(method, spelling + rest, NO_HEADER));
        }
        tricks.add(
                new Trick(
                        method,
                        path + (rest.isEmpty() ? "?" : rest + "&") + "_method=GET",
                        NO_HEADER));
        for (String other :
                List.of("HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "QUERY", "FOO")) {
            tricks.add(new Trick(other, target, NO_HEADER));
        }
        tricks.add(new Trick(method.toLowerCase(Locale.ROOT), target, NO_HEADER));
        for (String override :
                List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            tricks.add(new Trick(method, target, override + ": GET"));
            tricks.add(new Trick("PATCH", target, override + ": " + method));
        }
        tricks.add(new Trick(method, target, "X-Original-URL: /q/health/live"));
        tricks.add(new Trick(method, target, "X-Rewrite-URL: /q/health/live"));
        return tricks;
    }

    private static Wire.Answer send(@Nullable String key, Trick trick, byte[] body) {
        String head =
                Wire.head(
                        trick.method(),
                        trick.target(),
                        key,
                        "Content-Type: application/json",
                        "Prefer: wait=0",
                        trick.header());
        Wire.Answer answer = Wire.toApplication().send(head, body);
        while (answer.status() == 429) {
            // Nobody gets more by asking often: that is tried elsewhere.
            LockSupport.parkNanos(200_000_000);
            answer = Wire.toApplication().send(head, body);
        }
        return answer;
    }

    /** A key with every right but those that the operation asks for. */
    private String without(Operation operation) {
        List<String> others = new ArrayList<>(List.of(Target.RIGHTS));
        others.removeAll(operation.rights());
        return keys.computeIfAbsent(others, some -> Client.key(some.toArray(String[]::new)));
    }

    /** All that was ever decided or measured, but for refusals. */
    private String state() {
        return database.query(
                        "select (select count(*) from decision where type not like 'access.refused%'),"
                                + " (select count(*) from measurement),"
                                + " (select count(*) from measurement_held)")
                .iterator()
                .next()
                .deepToString();
    }

    private static String shown(Wire.Answer answer) {
        String body = answer.body();
        return answer.status() + " " + body.substring(0, Math.min(300, body.length()));
    }
}
