package io.effekt.access.keys;

import io.effekt.access.AccessSettings;
import io.effekt.access.Caller;
import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets clients in by their key: as Bearer, as the password of Basic, or in the address. Asked
 * before the provider of people; a token is left to that one, and refused where there is none.
 */
@ApplicationScoped
public class KeyMechanism implements HttpAuthenticationMechanism {
    /** What may be read with a key that everybody on the way may have seen. */
    private static final Set<String> IN_ADDRESS = Set.of(Right.BI_READ);

    private final Keys keys;
    private final KeyUse use;
    private final boolean takesKeyInAddress;
    private final boolean takesPeople;

    public KeyMechanism(Keys keys, KeyUse use, AccessSettings settings) {
        this.keys = keys;
        this.use = use;
        takesKeyInAddress = settings.takesKeyInAddress();
        takesPeople = settings.takesPeople();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext context, IdentityProviderManager manager) {
        return switch (Credentials.of(context.request(), takesKeyInAddress)) {
            case Credentials.None none -> nobody();
            case Credentials.Token token -> takesPeople ? nobody() : refused();
            case Credentials.Broken broken -> refused();
            case Credentials.Key(String text, boolean inAddress) ->
                    KeyText.read(text)
                            .flatMap(keys::usable)
                            .map(key -> identity(key, inAddress))
                            .orElseGet(KeyMechanism::refused);
        };
    }

    private Uni<SecurityIdentity> identity(ApiKey key, boolean inAddress) {
        use.used(key);
        Caller caller = key.caller();
        if (inAddress) {
            Set<String> rights = new TreeSet<>(caller.rights());
            rights.retainAll(IN_ADDRESS);
            caller = new Caller(caller.actor(), rights, caller.limits(), caller.sources());
        }
        QuarkusSecurityIdentity.Builder identity = identity(caller);
        if (key.expiresAt() != null) {
            identity.addAttribute(CurrentCaller.EXPIRES, key.expiresAt());
        }
        return Uni.createFrom().item(identity.build());
    }

    /** The identity of a caller, whose rights are what Quarkus calls roles. */
    public static SecurityIdentity of(Caller caller) {
        return identity(caller).build();
    }

    private static QuarkusSecurityIdentity.Builder identity(Caller caller) {
        Principal principal = caller::actor;
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(principal)
                .addRoles(caller.rights())
                .addAttribute(CurrentCaller.ATTRIBUTE, caller);
    }

    private static Uni<SecurityIdentity> nobody() {
        return Uni.createFrom().optional(Optional.empty());
    }

    private static Uni<SecurityIdentity> refused() {
        return Uni.createFrom().failure(new AuthenticationFailedException());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", Challenge.HEADER));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public int getPriority() {
        return HttpAuthenticationMechanism.DEFAULT_PRIORITY + 1_000;
    }
}
