package io.effekt.edge.connections;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Takes nothing away that another reader of the same bytes would see.
 *
 * <p>Netty ends the address at a tab and cuts control characters off the version, so that a request
 * for an address with such characters was answered as one without. It also drops the length of a
 * body that comes in chunks, so that nobody would see that the client, or what stands between, may
 * have meant another end.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
    private static final int VERSION = 2;

    StrictDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        List<String> lengths = message.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        super.handleTransferEncodingChunkedWithContentLength(message);
        message.headers().set(HttpHeaderNames.CONTENT_LENGTH, lengths);
    }

    /**
     * Makes the request of the three words of its first line.
     *
     * @throws IllegalArgumentException if what follows the address is more than one visible word
     */
    @Override
    protected HttpMessage createMessage(String[] words) {
        if (words[VERSION].chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new IllegalArgumentException("blanks or control characters before the version");
        }
        return super.createMessage(words);
    }
}
