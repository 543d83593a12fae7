package io.effekt.edge.connections;

import io.effekt.kernel.Problem;

/** Why the head of a request cannot be read, with what is answered to it. */
public enum HeadFault {
    ADDRESS_TOO_LONG(414, "uri-too-long", "The address is too long; ask for less at once."),
    HEADERS_TOO_LARGE(
            431, "headers-too-large", "The headers are too large; send fewer or shorter ones."),
    OTHER_VERSION(505, "http-505", "Only HTTP/1.1 and HTTP/1.0 are spoken here; send one of them."),
    UNREADABLE(
            400,
            "malformed",
            "The request is no HTTP: its first line has to be a method, an address without blanks"
                    + " (write one as %20) and HTTP/1.1, each header a name, a colon and a value;"
                    + " look at them."),
    NO_PATH(
            400,
            "malformed",
            "The address has to be a path that begins with a slash, like /api/v1/status."),
    NOT_UTF8(
            400,
            "malformed",
            "The address holds bytes that are no UTF-8; write what is not ASCII as UTF-8, each byte"
                    + " percent-encoded, as %C3%B8 for ø."),
    PERCENT(
            400,
            "malformed",
            "The address has a % without two hexadecimal digits; write a % itself as %25."),
    NUL(400, "malformed", "The address has a NUL in it (%00); write it without."),
    TWO_HOSTS(
            400, "malformed", "The request has the header Host more than once; send one of them."),
    CODING(
            400,
            "malformed",
            "The end of the body cannot be told: send either Content-Length or, in HTTP/1.1,"
                    + " 'Transfer-Encoding: chunked', and no other transfer coding."),
    BODY(
            400,
            "malformed",
            "The body's chunks cannot be read: each begins with its length in hexadecimal, and"
                    + " after the last comes an empty one; send it again.");

    private final int status;
    private final String code;
    private final String detail;

    HeadFault(int status, String code, String detail) {
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    /** What is answered. */
    public Problem problem() {
        return Problem.of(status, code, detail);
    }
}
