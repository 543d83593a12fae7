package io.effekt.access.allowance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.effekt.access.AccessSettings;
import io.effekt.access.keys.ApiKey;
import io.effekt.access.keys.Credentials;
import io.effekt.access.keys.KeyText;
import io.effekt.access.keys.Keys;
import io.effekt.eventstore.chain.ChainHash;
import io.effekt.http.Networks;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of requests for each caller of this instance, filled evenly. A key and a person have
 * their own; who shows nothing that is valid shares the one of their address. The administrator's
 * key has none: the operator gets in also during a flood.
 *
 * <p>Looking costs a hash and no query. Memory is bounded: a bucket that was not used for a window
 * is full again and is forgotten; there are never more than {@code effekt.limits.remembered}.
 */
@ApplicationScoped
public class Allowances {
    private final Keys keys;
    private final boolean takesKeyInAddress;
    private final Buckets known;
    private final Buckets strangers;

    /** Who signed a token that was found good, by its hash: the next one is counted in front. */
    private final Cache<String, String> signedIn;

    public Allowances(Keys keys, AccessSettings access, AllowanceSettings settings) {
        this.keys = keys;
        takesKeyInAddress = access.takesKeyInAddress();
        known = new Buckets(settings.requests(), settings);
        strangers = new Buckets(settings.strangerRequests(), settings);
        signedIn =
                Caffeine.newBuilder()
                        .maximumSize(settings.remembered())
                        .expireAfterWrite(Duration.ofMinutes(5))
                        .build();
    }

    /** What a request has to do with an allowance. */
    public sealed interface Charge {
        /** It counts for nobody. */
        record Free() implements Charge {}

        /** Whose it is shows only when the token was looked at: {@link #chargePerson}. */
        record Later() implements Charge {}

        /** It was counted. */
        record Counted(Allowance allowance, boolean isKnown) implements Charge {}
    }

    /** Counts a request for the caller that it shows. Never blocks. */
    public Charge charge(HttpServerRequest request) {
        return switch (Credentials.of(request, takesKeyInAddress)) {
            case Credentials.Key(String text, boolean inAddress) ->
                    KeyText.read(text)
                            .flatMap(keys::usable)
                            .map(this::ofKey)
                            .orElseGet(() -> ofStranger(request));
            case Credentials.Token token -> ofToken(request);
            case Credentials.None none -> ofStranger(request);
            case Credentials.Broken broken -> ofStranger(request);
        };
    }

    private Charge ofKey(ApiKey key) {
        return keys.isAdministrators(key)
                ? new Charge.Free()
                : new Charge.Counted(known.take(key.id()), true);
    }

    private Charge ofToken(HttpServerRequest request) {
        String person = signedIn.getIfPresent(hash(request));
        if (person != null) {
            return new Charge.Counted(known.take(person), true);
        }
        Allowance allowance = strangers.look(address(request));
        return allowance.isUsedUp() ? new Charge.Counted(allowance, false) : new Charge.Later();
    }

    /** Counts a request for somebody whose token was found good. */
    public Allowance chargePerson(HttpServerRequest request, String actor) {
        signedIn.put(hash(request), actor);
        return known.take(actor);
    }

    /** Counts a request whose token was found bad. */
    public Allowance chargeStranger(HttpServerRequest request) {
        return strangers.take(address(request));
    }

    private Charge ofStranger(HttpServerRequest request) {
        return new Charge.Counted(chargeStranger(request), false);
    }

    /** Of how many there is something in memory. */
    public long remembered() {
        signedIn.cleanUp();
        return signedIn.estimatedSize() + known.size() + strangers.size();
    }

    private static String hash(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        byte[] text = (header == null ? "" : header).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(ChainHash.sha256().digest(text));
    }

    private static String address(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return Networks.of(remote == null ? null : remote.hostAddress());
    }

    /** Buckets by name, all of one size. */
    private static final class Buckets {
        private final long quota;
        private final Duration window;
        private final Cache<String, Bucket> buckets;

        Buckets(long quota, AllowanceSettings settings) {
            this.quota = quota;
            this.window = settings.window();
            buckets =
                    Caffeine.newBuilder()
                            .maximumSize(settings.remembered())
                            .expireAfterAccess(window)
                            .build();
        }

        Allowance take(String name) {
            ConsumptionProbe probe = buckets.get(name, this::fresh).tryConsumeAndReturnRemaining(1);
            return new Allowance(
                    quota,
                    window,
                    probe.getRemainingTokens(),
                    Duration.ofNanos(probe.getNanosToWaitForReset()),
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }

        /** The same without taking any. */
        Allowance look(String name) {
            @Nullable Bucket bucket = buckets.getIfPresent(name);
            if (bucket == null) {
                return new Allowance(quota, window, quota, Duration.ZERO, Duration.ZERO);
            }
            var estimate = bucket.estimateAbilityToConsume(1);
            return new Allowance(
                    quota,
                    window,
                    estimate.getRemainingTokens(),
                    window,
                    Duration.ofNanos(estimate.getNanosToWaitForRefill()));
        }

        long size() {
            buckets.cleanUp();
            return buckets.estimatedSize();
        }

        private Bucket fresh(String name) {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, window))
                    .build();
        }
    }
}
