package io.effekt.edge.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.effekt.access.CurrentCaller;
import io.effekt.access.audit.Refusals;
import io.effekt.edge.NeededRight;
import io.effekt.edge.RequestIds;
import io.effekt.edge.WhatIsTaken;
import io.effekt.http.MediaTypesTaken;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Refusal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a resource leaves as a problem; none tells of the inside. */
public class ProblemMappers {
    private final Refusals refusals;
    private final CurrentCaller caller;

    public ProblemMappers(Refusals refusals, CurrentCaller caller) {
        this.refusals = refusals;
        this.caller = caller;
    }

    @ServerExceptionMapper
    public Response json(MismatchedInputException e, RoutingContext context) {
        return Problems.response(JsonProblems.of(e), context);
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException e, RoutingContext context) {
        return Problems.response(JsonProblems.of(e), context);
    }

    @ServerExceptionMapper
    public Response violation(ConstraintViolationException e, RoutingContext context) {
        List<Refusal> refusals =
                e.getConstraintViolations().stream()
                        .map(ProblemMappers::refusal)
                        .sorted((a, b) -> a.pointer().compareTo(b.pointer()))
                        .toList();
        return Problems.response(Problem.refused(422, refusals), context);
    }

    private static Refusal refusal(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        // Method and parameter come first: they are ours and not the sender's.
        String inBody = path.replaceFirst("^[^.]*\\.[^.]*\\.?", "").replace('.', '/');
        return new Refusal(
                "invalid-value", inBody.isEmpty() ? "" : "/" + inBody, violation.getMessage());
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException e, RoutingContext context) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException json) {
                return Problems.response(JsonProblems.of(json), context);
            }
            if (cause instanceof ProblemException problem) {
                return Problems.response(problem.problem(), context);
            }
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        if (status >= 500) {
            return unknown(e, context);
        }
        return Problems.response(refusal(status), context);
    }

    private static Problem refusal(int status) {
        return switch (status) {
            case 405 -> HttpProblems.of(status).withHeader("Allow", WhatIsTaken.methods());
            case 415 -> MediaTypesTaken.problem(WhatIsTaken.types());
            default -> HttpProblems.of(status);
        };
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    public Response notAuthenticated(RoutingContext context) {
        return Problems.response(HttpProblems.of(401), context);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e, ResourceInfo resource, RoutingContext context) {
        return refused(NeededRight.problem(resource, caller.get()), context);
    }

    @ServerExceptionMapper
    public Response known(ProblemException e, RoutingContext context) {
        return e.problem().isForLackOfRights()
                ? refused(e.problem(), context)
                : Problems.response(e.problem(), context);
    }

    /** A refusal for lack of rights is kept, with who it was. */
    private Response refused(Problem problem, RoutingContext context) {
        refusals.refused(
                caller.get().actor(),
                RequestIds.uuid(context),
                context.request().method() + " " + context.request().path(),
                reason(problem));
        return Problems.response(problem, context);
    }

    /** What is told as something that is not there is noted as what it is. */
    private static String reason(Problem problem) {
        String told =
                problem.errors().stream()
                        .filter(error -> error.code().equals("not-permitted"))
                        .map(Refusal::detail)
                        .findFirst()
                        .orElse(problem.detail());
        return problem.hides() ? "Outside of what they may see. " + told : told;
    }

    @ServerExceptionMapper
    public Response unknown(Throwable e, RoutingContext context) {
        return Problems.response(HttpProblems.of(e, RequestIds.of(context)), context);
    }
}
