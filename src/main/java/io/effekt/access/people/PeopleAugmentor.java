package io.effekt.access.people;

import io.effekt.access.Caller;
import io.effekt.access.keys.KeyMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Makes a caller of somebody whose token has been verified. */
@ApplicationScoped
public class PeopleAugmentor implements SecurityIdentityAugmentor {
    private final People people;
    private final TokenClaims claims;
    private final TokenAlgorithms algorithms;

    public PeopleAugmentor(People people, TokenClaims claims, TokenAlgorithms algorithms) {
        this.algorithms = algorithms;
        this.people = people;
        this.claims = claims;
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        if (!algorithms.isRight(token)) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        String subject = token.getSubject();
        String issuer = token.getIssuer();
        if (subject == null || subject.isBlank() || issuer == null) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        People.Known person = new People.Known(issuer, subject);
        Optional<UUID> id = people.remembered(person);
        return id.isPresent()
                ? Uni.createFrom().item(caller(token, id.get()))
                : context.runBlocking(() -> caller(token, people.id(person, claims.name(token))));
    }

    private SecurityIdentity caller(JsonWebToken token, UUID id) {
        return KeyMechanism.of(claims.caller(token, Caller.PERSON + id));
    }
}
