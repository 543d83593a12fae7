package io.effekt.access.people;

import io.effekt.access.AccessSettings;
import io.effekt.access.Caller;
import io.effekt.access.Limits;
import io.effekt.access.Right;
import io.effekt.access.Role;
import io.effekt.kernel.PlainText;
import io.effekt.kernel.Slug;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Roles, teams and streams of a person, out of the claims that the configuration names. */
@ApplicationScoped
public class TokenClaims {
    private static final int LONGEST_NAME = 200;

    private final String roles;
    private final String teams;
    private final String streams;
    private final String name;
    private final Map<String, String> roleNames;

    public TokenClaims(AccessSettings settings) {
        roles = settings.roleClaim();
        teams = settings.teamClaim();
        streams = settings.streamClaim();
        name = settings.nameClaim();
        roleNames = settings.roleNames();
    }

    /**
     * The caller that a token makes. A person who is bound to teams or streams is limited to them;
     * a contributor who is bound to none contributes nowhere, an administrator is never limited.
     */
    Caller caller(JsonWebToken token, String actor) {
        Set<Role> held = EnumSet.noneOf(Role.class);
        for (String word : texts(token, roles)) {
            String ours = roleNames.get(word);
            if (ours != null) {
                Role.of(ours).ifPresent(held::add);
            }
        }
        Set<String> rights = new TreeSet<>();
        held.forEach(role -> rights.addAll(role.rights()));
        Limits limits =
                claim(token, teams) == null && claim(token, streams) == null
                        ? Limits.NONE
                        : limits(texts(token, teams), texts(token, streams));
        if (held.contains(Role.ADMIN)) {
            limits = Limits.NONE;
        } else if (limits.everywhere()
                && held.contains(Role.CONTRIBUTOR)
                && !held.contains(Role.STEWARD)) {
            rights.remove(Right.MEASUREMENTS_WRITE);
        }
        return new Caller(actor, rights, limits, List.of());
    }

    /**
     * What is no key of a team is bound to nothing: a claim without any binds to nothing at all.
     */
    private static Limits limits(List<String> teams, List<String> streams) {
        List<String> ofTeams = teams.stream().filter(Slug::isValid).toList();
        List<String> ofStreams = streams.stream().filter(Slug::isValid).toList();
        return ofTeams.isEmpty() && ofStreams.isEmpty()
                ? Limits.NOWHERE
                : Limits.to(ofTeams, ofStreams, List.of());
    }

    @Nullable String name(JsonWebToken token) {
        List<String> names = texts(token, name);
        if (names.isEmpty()) {
            return null;
        }
        // A provider lets people choose their names.
        String first = PlainText.without(names.getFirst()).replaceAll("[\\t\\n\\r]", " ");
        return first.length() > LONGEST_NAME ? first.substring(0, LONGEST_NAME) : first;
    }

    /** A claim as a list of texts, whether it is one text, several in one, or an array. */
    private static List<String> texts(JsonWebToken token, String path) {
        List<String> texts = new ArrayList<>();
        add(texts, claim(token, path));
        return texts;
    }

    /** Null where the token has no such claim; one that is there and holds null is not. */
    private static @Nullable Object claim(JsonWebToken token, String path) {
        Object claim = known(token, path);
        if (claim == null) {
            String[] steps = path.split("/", -1);
            claim = known(token, steps[0]);
            for (int i = 1; i < steps.length; i++) {
                claim = claim instanceof JsonObject object ? object.get(steps[i]) : null;
            }
        }
        return claim;
    }

    private static @Nullable Object known(JsonWebToken token, String name) {
        Object claim = token.getClaim(name);
        return claim == null && token.getClaimNames().contains(name) ? JsonValue.NULL : claim;
    }

    private static void add(List<String> texts, @Nullable Object claim) {
        switch (claim) {
            case null -> {}
            case JsonString text -> texts.add(text.getString());
            case JsonArray array -> array.forEach(item -> add(texts, item));
            case JsonValue other -> {}
            case Collection<?> some -> some.forEach(item -> add(texts, item));
            default -> texts.add(claim.toString());
        }
    }
}
