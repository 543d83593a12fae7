package io.effekt.edge.connections;

import io.effekt.http.KnownHost;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts the head of a request into the one form that everything behind reads, whatever clients
 * write. One that cannot be read goes on as a request that says why: so it is answered by the
 * service, in the form of its door and in its turn, and not by the server with an empty body.
 */
public final class RequestHead {
    /** Names the {@link HeadFault} of a request that could not be read; nobody can send it. */
    public static final String FAULT = "effekt-head-fault";

    private RequestHead() {}

    /**
     * Reads it. What goes on instead of an unreadable one has no body, and it has ended.
     *
     * @param begins what the connection brought for it first, as far as it is known: an address
     *     that was not read still says which door was asked
     */
    static HttpRequest read(HttpRequest request, String begins) {
        HttpHeaders headers = request.headers();
        headers.remove(FAULT);
        if (request.decoderResult().isFailure()) {
            return instead(request, fault(request), begins);
        }
        if (!isSpoken(request.protocolVersion())) {
            return instead(request, HeadFault.OTHER_VERSION, path(request.uri()));
        }
        if (!isFramed(request)) {
            return instead(request, HeadFault.CODING, path(request.uri()));
        }
        if (headers.getAll(HttpHeaderNames.HOST).size() > 1) {
            return instead(request, HeadFault.TWO_HOSTS, path(request.uri()));
        }
        return switch (RequestTarget.of(request.uri())) {
            case RequestTarget.Unreadable(HeadFault fault, String path) ->
                    instead(request, fault, path);
            case RequestTarget.Readable(String target, String host) -> {
                if (!target.equals(request.uri())) {
                    request.setUri(target);
                }
                host(headers, host);
                spelled(headers, HttpHeaderNames.CONTENT_TYPE, MediaTypes::contentType);
                spelled(headers, HttpHeaderNames.ACCEPT, MediaTypes::accept);
                yield request;
            }
        };
    }

    private static HeadFault fault(HttpRequest request) {
        return switch (request.decoderResult().cause()) {
            case TooLongHttpLineException e -> HeadFault.ADDRESS_TOO_LONG;
            case TooLongFrameException e -> HeadFault.HEADERS_TOO_LARGE;
            // The codec refuses some codings itself, with a type of its own for some of them.
            case null, default -> isFramed(request) ? HeadFault.UNREADABLE : HeadFault.CODING;
        };
    }

    private static boolean isSpoken(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    /**
     * Whether it is beyond doubt where the body ends (RFC 9112, 6.3): what one reader takes for a
     * body is the next request to another.
     */
    private static boolean isFramed(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1
                        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())
                        && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                        && request.protocolVersion().equals(HttpVersion.HTTP_1_1));
    }

    private static String path(String target) {
        return switch (RequestTarget.of(target)) {
            case RequestTarget.Readable(String whole, String host) -> whole;
            case RequestTarget.Unreadable(HeadFault fault, String path) -> path;
        };
    }

    private static HttpRequest instead(HttpRequest request, HeadFault fault, String begins) {
        String sent = request.uri();
        String path = path(sent == null || sent.equals("/bad-request") ? begins : sent);
        int query = path.indexOf('?');
        HttpRequest instead =
                new DefaultHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.GET,
                        query < 0 ? path : path.substring(0, query));
        instead.headers()
                .set(FAULT, fault.name())
                .set(HttpHeaderNames.HOST, KnownHost.NONE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ReferenceCountUtil.release(request);
        return instead;
    }

    private static void host(HttpHeaders headers, @Nullable String ofTarget) {
        List<String> sent = headers.getAll(HttpHeaderNames.HOST);
        String host = ofTarget != null ? ofTarget : sent.size() == 1 ? sent.getFirst().strip() : "";
        String known = KnownHost.isUsable(host) ? host : KnownHost.NONE;
        if (sent.size() != 1 || !sent.getFirst().equals(known)) {
            headers.set(HttpHeaderNames.HOST, known);
        }
    }

    private static void spelled(
            HttpHeaders headers, CharSequence name, UnaryOperator<String> spelling) {
        List<String> sent = headers.getAll(name);
        List<String> spelled = sent.stream().map(spelling).toList();
        if (!spelled.equals(sent)) {
            headers.set(name, spelled);
        }
    }
}
