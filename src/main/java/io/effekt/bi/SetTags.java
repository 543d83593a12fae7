package io.effekt.bi;

import io.effekt.http.ETags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/** Tags of sets: a client that has the rows already is told so, and loads nothing. */
@ApplicationScoped
public class SetTags {
    /** A kept page leads to the next by a token that holds for little less than two hours. */
    private static final long TOKEN_HOLDS = Duration.ofMinutes(50).toSeconds();

    private final BiRows rows;
    private final InstantSource clock;

    public SetTags(BiRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * The tag of the rows that a query gives now. It is weak: links to next pages differ from one
     * answer to the other.
     *
     * @param question who asks for what, in which form: all that the answer depends on beside rows
     */
    public String of(Query query, String question) {
        BiRows.Fingerprint fingerprint = rows.fingerprint(query);
        long bucket = fingerprint.more() ? clock.instant().getEpochSecond() / TOKEN_HOLDS : 0;
        String said =
                String.join(
                        "\n",
                        question,
                        query.columns().toString(),
                        query.expanded().toString(),
                        query.skip() + " " + query.limit(),
                        fingerprint.text(),
                        Long.toString(bucket));
        return ETags.weak(said.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The answer with its tag.
     *
     * @param varies headers of the request that the answer depends on
     */
    public static Response.ResponseBuilder with(
            Response.ResponseBuilder answer, String tag, String varies) {
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, varies);
    }
}
