package io.effekt.access.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token is signed by the algorithm that the provider gave its key for: a key is for one,
 * and another that happens to fit it is somebody else's choice. Looks at what the provider answers
 * when it is asked for its keys.
 */
@ApplicationScoped
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.JWKS)
public class TokenAlgorithms implements OidcResponseFilter {
    private static final List<String> NAMES_OF_KEYS = List.of("kid", "x5t#S256", "x5t");

    private volatile List<JsonNode> keys = List.of();

    @Override
    public Uni<Void> filter(OidcResponseFilterContext answer) {
        @Nullable Buffer body = answer.responseBody();
        if (answer.statusCode() == 200 && body != null) {
            read(body);
        }
        return Uni.createFrom().voidItem();
    }

    private void read(Buffer body) {
        try {
            List<JsonNode> read = new ArrayList<>();
            Json.read(body.getBytes()).path("keys").forEach(read::add);
            keys = List.copyOf(read);
        } catch (MalformedJson e) {
            // It has no keys for anybody, and says so elsewhere.
        }
    }

    /** Whether one of the keys that it may be signed with is for its algorithm, or for any. */
    boolean isRight(JsonWebToken token) {
        List<JsonNode> known = keys;
        JsonNode header = header(token.getRawToken());
        return known.isEmpty()
                || candidates(known, header).stream()
                        .map(key -> key.path("alg"))
                        .anyMatch(alg -> alg.isMissingNode() || alg.equals(header.path("alg")));
    }

    private static List<JsonNode> candidates(List<JsonNode> known, JsonNode header) {
        for (String name : NAMES_OF_KEYS) {
            if (header.has(name)) {
                return known.stream()
                        .filter(key -> key.path(name).equals(header.path(name)))
                        .toList();
            }
        }
        return known;
    }

    /** It has been verified: it can be read. */
    private static ObjectNode header(String token) {
        String first = token.substring(0, token.indexOf('.'));
        return Json.stored(
                new String(
                        Base64.getUrlDecoder().decode(first),
                        java.nio.charset.StandardCharsets.UTF_8));
    }
}
