package io.effekt.kernel;

/** Carries a problem out of a door; it says no more than the problem and has no stack trace. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(
                problem.status() + " " + problem.code() + ": " + problem.detail(),
                null,
                false,
                false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
