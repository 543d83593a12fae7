package io.effekt.edge.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Secrets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes problems, to whichever layer of the server met them. */
public final class Problems {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private Problems() {}

    /** For Jakarta REST. */
    public static Response response(Problem problem, RoutingContext context) {
        Response.ResponseBuilder response =
                Response.status(problem.status())
                        .type(type(context))
                        .entity(json(problem, context));
        problem.headers().forEach(response::header);
        return response.build();
    }

    /** For what never gets that far. */
    public static void send(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.end();
            return;
        }
        response.setStatusCode(problem.status());
        problem.headers().forEach(response::putHeader);
        response.putHeader("Content-Type", type(context));
        response.end(Buffer.buffer(json(problem, context)));
    }

    private static String type(RoutingContext context) {
        return type(context.request().path());
    }

    /** The media type of a problem at that path. */
    public static String type(@Nullable String path) {
        return ODataError.isExpectedAt(path)
                ? "application/json;charset=utf-8"
                : ProblemBody.MEDIA_TYPE;
    }

    private static byte[] json(Problem problem, RoutingContext context) {
        return json(problem, context.request().path());
    }

    /** A problem in the form of the door that the path leads to. */
    public static byte[] json(Problem problem, @Nullable String path) {
        if (ODataError.isExpectedAt(path)) {
            return ODataError.write(problem).getBytes(StandardCharsets.UTF_8);
        }
        try {
            return JSON.writeValueAsBytes(ProblemBody.of(problem, shown(path)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts can always be written", e);
        }
    }

    /** As it was sent, without the query: that may hold what should not be repeated. */
    private static String shown(@Nullable String path) {
        if (path == null) {
            return "";
        }
        int query = path.indexOf('?');
        String bare = query < 0 ? path : path.substring(0, query);
        return Secrets.masked(bare.length() > 500 ? bare.substring(0, 500) : bare);
    }
}
