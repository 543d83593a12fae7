package io.effekt.edge.problem;

import io.effekt.access.keys.Challenge;
import io.effekt.database.ReadStopped;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.quarkus.oidc.OIDCException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jboss.logging.Logger;

/** What to say of failures that no resource has a sentence for. */
public final class HttpProblems {
    private static final Logger LOG = Logger.getLogger(HttpProblems.class);
    private static final long RETRY_AFTER_SECONDS = 2;

    /** Longer: what was stopped has kept the database busy. */
    private static final long READ_AGAIN_SECONDS = 30;

    /** PostgreSQL: connection, resources, operator, system. Over in a while, perhaps. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private HttpProblems() {}

    /** Of a status alone. */
    public static Problem of(int status) {
        return switch (status) {
            case 400 ->
                    Problem.malformed("The request cannot be read; look at its path and headers.");
            case 401 ->
                    Problem.of(
                                    401,
                                    "not-authenticated",
                                    "Say who you are: send a key that is valid, as 'Authorization:"
                                            + " Bearer effekt_…' or as the password of Basic; or a"
                                            + " token of your provider.")
                            .withHeader("WWW-Authenticate", Challenge.HEADER);
            case 403 ->
                    Problem.of(
                            403,
                            "not-permitted",
                            "You may not do this; GET /api/v1/me tells what you may, and the people who"
                                    + " manage the keys can give more.");
            case 404 ->
                    Problem.notFound(
                            "There is nothing at this path; see /q/openapi for all paths.");
            case 405 ->
                    Problem.of(
                            405,
                            "method-not-allowed",
                            "This path does not take the method; the header Allow names those it"
                                    + " takes.");
            case 406 ->
                    Problem.of(
                            406,
                            "not-acceptable",
                            "The answer cannot be had in that format; ask for application/json.");
            case 408 ->
                    Problem.of(
                            408,
                            "request-too-slow",
                            "Send the whole request at once, on a connection that brings it"
                                    + " faster.");
            case 413 ->
                    Problem.of(
                            413,
                            "body-too-large",
                            "The body is too large; split it into several calls.");
            case 414 -> Problem.of(414, "uri-too-long", "The path is too long; shorten it.");
            case 415 ->
                    Problem.of(
                            415,
                            "unsupported-media-type",
                            "The body has a format that is not taken here; see /q/openapi.");
            case 503 ->
                    Problem.unavailable(
                            "unavailable", "Not to be had now; try again.", RETRY_AFTER_SECONDS);
            default -> Problem.of(status, "http-" + status, "The request was refused.");
        };
    }

    /** Of an exception: 503 when something is away, else 500 and one line in the log. */
    public static Problem of(Throwable failure, String requestId) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known.problem();
            }
            if (cause instanceof ReadStopped stopped) {
                LOG.logf(
                        stopped.reason() == ReadStopped.Reason.TOO_LONG
                                ? Logger.Level.WARN
                                : Logger.Level.DEBUG,
                        "request=%s event=read_stopped cause=%s",
                        requestId,
                        stopped.reason());
                return Problem.unavailable(
                        "read-too-long",
                        "This took too long to read and was stopped: ask for less, for instance for"
                                + " fewer periods or rows or without $expand, or again when there is"
                                + " less to do.",
                        READ_AGAIN_SECONDS);
            }
            if (cause instanceof OIDCException) {
                LOG.warnf("request=%s event=away cause=%s", requestId, cause.getMessage());
                return Problem.unavailable(
                        "provider-unavailable",
                        "The provider of sign-ins is away for the moment; try again, or use a key.",
                        RETRY_AFTER_SECONDS);
            }
            if (isAway(cause)) {
                LOG.warnf("request=%s event=away cause=%s", requestId, cause.getMessage());
                return Problem.unavailable(
                        "database-unavailable",
                        "The database is away for the moment; try again.",
                        RETRY_AFTER_SECONDS);
            }
        }
        LOG.errorf(failure, "request=%s event=failed", requestId);
        return Problem.of(
                500,
                "internal",
                "Something went wrong inside. Tell the operator the request id " + requestId + ".");
    }

    private static boolean isAway(Throwable cause) {
        return switch (cause) {
            case ConnectException e -> true;
            case UnknownHostException e -> true;
            case ClosedChannelException e -> true;
            case SQLTransientConnectionException e -> true;
            case PgException e -> isAway(e);
            case NoStackTraceThrowable e -> isPoolTimeoutOrLost(e);
            case IOException e -> isClosed(e);
            default -> false;
        };
    }

    private static boolean isAway(PgException e) {
        String state = e.getSqlState();
        return state != null && state.length() == 5 && AWAY.contains(state.substring(0, 2));
    }

    private static boolean isPoolTimeoutOrLost(NoStackTraceThrowable e) {
        String message = e.getMessage();
        return message != null
                && (message.contains("Timeout")
                        || message.contains("closed")
                        || message.contains("Connection is not active"));
    }

    private static boolean isClosed(IOException e) {
        String message = e.getMessage();
        return message != null && message.contains("Connection reset");
    }
}
