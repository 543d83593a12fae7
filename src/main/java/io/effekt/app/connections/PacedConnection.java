package io.effekt.app.connections;

import io.micrometer.core.instrument.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection from below, where every byte passes, and closes it when its client is too
 * slow. It looks once a second; all of it runs on the event loop of the connection.
 */
final class PacedConnection extends ChannelInboundHandlerAdapter {
    private static final int EVERY_MILLIS = 1_000;

    private static final String BODY =
            "{\"type\":\"urn:effekt:problem:request-too-slow\",\"title\":\"The request did not"
                    + " arrive in time\",\"status\":408,\"detail\":\"Send the whole request at"
                    + " once, on a connection that brings it faster.\",\"instance\":\"\","
                    + "\"code\":\"request-too-slow\",\"errors\":[]}";
    private static final byte[] TOO_SLOW =
            ("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nCache-Control: no-store\r\n"
                            + "X-Content-Type-Options: nosniff\r\n"
                            + "Content-Type: application/problem+json\r\nContent-Length: "
                            + BODY.length()
                            + "\r\n\r\n"
                            + BODY)
                    .getBytes(StandardCharsets.US_ASCII);

    private final Pace pace;
    private final Addresses addresses;
    private @Nullable ScheduledFuture<?> looking;
    private @Nullable RequestWatch requests;

    private boolean inHead = true;
    private long since = System.nanoTime();
    private long lastLook = since;
    private long bytes;
    private long unsent;
    private long unsentSince = since;

    PacedConnection(Pace pace, Addresses addresses) {
        this.pace = pace;
        this.addresses = addresses;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        String address = Addresses.of(context.channel().remoteAddress());
        boolean welcome = addresses.enter(address);
        context.channel().closeFuture().addListener(closed -> addresses.leave(address));
        if (welcome) {
            looking =
                    context.executor()
                            .scheduleWithFixedDelay(
                                    () -> look(context),
                                    EVERY_MILLIS,
                                    EVERY_MILLIS,
                                    TimeUnit.MILLISECONDS);
        } else {
            closed("address");
            var _ = context.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopLooking();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopLooking();
        context.fireChannelInactive();
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (requests == null) {
            watch(context.pipeline());
        }
        if (message instanceof ByteBuf buffer) {
            bytes += buffer.readableBytes();
        }
        if (!inHead && requests != null && requests.isQuiet()) {
            headBegins();
        }
        context.fireChannelRead(message);
    }

    /** Requests are told apart further up, once the server has put its decoder there. */
    private void watch(ChannelPipeline pipeline) {
        if (pipeline.get(HttpRequestDecoder.class) != null) {
            RequestWatch watch = new RequestWatch(this);
            pipeline.addBefore(pipeline.lastContext().name(), "effekt-request-watch", watch);
            requests = watch;
        } else if (pipeline.get(Http2ConnectionHandler.class) != null) {
            stopLooking(); // switched on by somebody who knows: many requests at once, paced there
        }
    }

    private void headBegins() {
        inHead = true;
        since = System.nanoTime();
    }

    /** The headers of a request are there. */
    void headEnded() {
        inHead = false;
        since = System.nanoTime();
        bytes = 0;
    }

    /** The answer is written, or as good as. */
    void answered() {
        since = System.nanoTime();
    }

    private void look(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long passed = now - lastLook;
        lastLook = now;
        if (isStuck(context, now)) {
            close(context, "answer", false);
        } else if (inHead) {
            if (now - since > pace.head().toNanos()) {
                close(context, "head", bytes > 0);
            }
        } else if (requests == null || requests.isQuiet()) {
            if (now - since > pace.idle().toNanos()) {
                close(context, "idle", false);
            }
        } else if (requests.isInBody()) {
            if (!context.channel().config().isAutoRead()) {
                since += passed; // it is us who do not read
            } else if (isSlowBody(now)) {
                close(context, "body", requests.isUnanswered());
            }
        }
    }

    /** Each span of time is looked at by itself: what came fast buys no slowness later. */
    private boolean isSlowBody(long now) {
        long span = now - since;
        if (span <= pace.body().toNanos()) {
            return false;
        }
        boolean slow = bytes < span / 1e9 * pace.bodyRate();
        since = now;
        bytes = 0;
        return slow;
    }

    /** Whether something waits to be taken, and nothing of it has been for too long. */
    private boolean isStuck(ChannelHandlerContext context, long now) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        long left =
                waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
        if (left == 0 || left != unsent) {
            unsent = left;
            unsentSince = now;
        }
        return now - unsentSince > pace.answer().toNanos();
    }

    private void close(ChannelHandlerContext context, String reason, boolean mayAnswer) {
        stopLooking();
        closed(reason);
        if (mayAnswer && context.pipeline().get(SslHandler.class) == null) {
            context.writeAndFlush(Unpooled.wrappedBuffer(TOO_SLOW))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = context.close();
        }
    }

    private static void closed(String reason) {
        Metrics.counter("effekt.connections.closed", "reason", reason).increment();
    }
}
