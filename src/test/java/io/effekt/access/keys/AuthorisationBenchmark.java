package io.effekt.access.keys;

import io.effekt.access.AccessSettings;
import io.effekt.access.Limits;
import io.effekt.access.Right;
import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * What it costs to let one request in: from its header to a caller with rights, with so many keys
 * in memory. Run by scripts/benchmark-authorisation; there is no database here that could be asked.
 */
final class AuthorisationBenchmark {
    private static final int KEYS = 10_000;
    private static final int REQUESTS = 200_000;

    private AuthorisationBenchmark() {}

    public static void main(String[] arguments) {
        List<String> texts = new ArrayList<>();
        KeyMechanism mechanism = mechanism(texts);
        Random random = new Random(1);
        IdentityProviderManager nobody = proxy(IdentityProviderManager.class, method -> asked());
        for (int round = 1; round <= 3; round++) {
            for (String carried : List.of("Bearer", "Basic")) {
                long[] nanos = new long[REQUESTS];
                for (int i = 0; i < REQUESTS; i++) {
                    RoutingContext request =
                            request(carried, texts.get(random.nextInt(texts.size())));
                    long began = System.nanoTime();
                    SecurityIdentity caller =
                            mechanism.authenticate(request, nobody).await().indefinitely();
                    boolean may = caller.hasRole(Right.STATUS_READ);
                    nanos[i] = System.nanoTime() - began;
                    if (!may) {
                        throw new IllegalStateException("not let in");
                    }
                }
                print(round, carried, nanos);
            }
        }
    }

    private static void print(int round, String carried, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "round %d, %s, %,d keys: p50 %.4f ms, p99 %.4f ms, p99.9 %.4f ms%n",
                round,
                carried,
                KEYS,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[(int) (nanos.length * 0.999)] / 1e6);
    }

    private static KeyMechanism mechanism(List<String> texts) {
        SecureRandom random = new SecureRandom();
        List<KeyTable.Stored> stored = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            KeyText text = KeyText.random(random);
            texts.add(text.text());
            stored.add(new KeyTable.Stored(key(text, i), 1, i + 1L));
        }
        KeyTable table =
                new KeyTable(new Database(pool())) {
                    @Override
                    List<Stored> changedAfter(long seq) {
                        return stored;
                    }
                };
        AccessSettings settings = new AccessSettings(new SmallRyeConfigBuilder().build());
        Keys keys =
                new Keys(
                        table,
                        new AdminKey(settings),
                        settings,
                        new Notifications(pool()),
                        InstantSource.system());
        keys.refresh();
        return new KeyMechanism(keys, new KeyUse(table, InstantSource.system()), settings);
    }

    private static ApiKey key(KeyText text, int i) {
        return new ApiKey(
                text.id(),
                "client-" + i,
                "client-" + i,
                text.hash(),
                Set.of(Right.STATUS_READ, Right.MEASUREMENTS_WRITE),
                Limits.to(List.of("team-" + i), List.of(), List.of()),
                List.of("urn:client-" + i + ":*"),
                Instant.EPOCH,
                "admin",
                Instant.MAX,
                null);
    }

    private static RoutingContext request(String carried, String key) {
        String value =
                carried.equals("Bearer")
                        ? key
                        : Base64.getEncoder()
                                .encodeToString((":" + key).getBytes(StandardCharsets.UTF_8));
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().add("Authorization", carried + " " + value);
        HttpServerRequest request =
                proxy(
                        HttpServerRequest.class,
                        method -> method.equals("headers") ? headers : HttpMethod.GET);
        return proxy(RoutingContext.class, method -> request);
    }

    private static Pool pool() {
        return Pool.newInstance(proxy(io.vertx.sqlclient.Pool.class, method -> asked()));
    }

    private static Object asked() {
        throw new IllegalStateException("somebody else was asked");
    }

    private static <T> T proxy(Class<T> type, Function<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> answers.apply(method.getName())));
    }
}
