package io.effekt.database;

/** A read for a request was stopped before its end. */
public final class ReadStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why it was stopped. */
    public enum Reason {
        /** A statement took longer than is let. */
        TOO_LONG,
        /** Nobody waits for the answer any more. */
        CLIENT_GONE
    }

    ReadStopped(Reason reason) {
        super("a read was stopped: " + reason, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
