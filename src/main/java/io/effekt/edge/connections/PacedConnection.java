package io.effekt.edge.connections;

import io.effekt.kernel.Problem;
import io.micrometer.core.instrument.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection from below, where every byte passes, and closes it when its client is too
 * slow. It looks once a second; all of it runs on the event loop of the connection.
 */
final class PacedConnection extends ChannelInboundHandlerAdapter implements RequestWatch.Observer {
    private static final int EVERY_MILLIS = 1_000;

    /**
     * The longest leeway. Every connection draws its own, so that connections that came at once are
     * not closed at once: closing 2,000 of them would keep everybody else waiting.
     */
    private static final int LEEWAY_MILLIS = 2_000;

    /** Of what a head begins with, enough to tell which door is asked. */
    private static final int BEGINNING = 64;

    private final Pace pace;
    private final Addresses addresses;
    private final @Nullable HttpServerOptions server;
    private @Nullable ScheduledFuture<?> looking;
    private @Nullable RequestWatch requests;

    private @Nullable ChannelHandlerContext place;

    private final int leewayMillis = ThreadLocalRandom.current().nextInt(LEEWAY_MILLIS);
    private boolean untouched = true;
    private boolean inHead = true;
    private final StringBuilder beginning = new StringBuilder(BEGINNING);
    private long since = System.nanoTime();
    private long lastLook = since;
    private long bytes;
    private long unsent;
    private long unsentSince = since;

    /**
     * @param server what it reads heads with; null where nobody said
     */
    PacedConnection(Pace pace, Addresses addresses, @Nullable HttpServerOptions server) {
        this.pace = pace;
        this.addresses = addresses;
        this.server = server;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        place = context;
        String address = Addresses.of(context.channel().remoteAddress());
        boolean welcome = addresses.enter(address);
        context.channel().closeFuture().addListener(closed -> addresses.leave(address));
        if (welcome) {
            looking =
                    context.executor()
                            .scheduleWithFixedDelay(
                                    () -> look(context),
                                    leewayMillis % EVERY_MILLIS,
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
            untouched = false;
        }
        if (!inHead && requests != null && requests.isQuiet()) {
            headBegins();
        }
        if (message instanceof ByteBuf buffer) {
            bytes += buffer.readableBytes();
            if (inHead) {
                keep(buffer);
            }
        }
        context.fireChannelRead(message);
    }

    /** Requests are told apart further up, once the server has put its decoder there. */
    private void watch(ChannelPipeline pipeline) {
        if (pipeline.get(VertxHttpRequestDecoder.class) != null) {
            if (untouched && server != null) {
                // Behind TLS the first bytes of a request may come with the last of the handshake:
                // a decoder that may have read something stays.
                pipeline.replace(
                        VertxHttpRequestDecoder.class,
                        pipeline.context(VertxHttpRequestDecoder.class).name(),
                        new StrictDecoder(server));
            }
            RequestWatch watch = new RequestWatch(this);
            pipeline.addBefore(pipeline.lastContext().name(), "effekt-request-watch", watch);
            requests = watch;
        } else if (pipeline.get(Http2ConnectionHandler.class) != null) {
            stopLooking(); // switched on by somebody who knows: many requests at once, paced there
        }
    }

    private void keep(ByteBuf buffer) {
        int from = buffer.readerIndex();
        int count = Math.min(BEGINNING - beginning.length(), buffer.readableBytes());
        for (int i = 0; i < count; i++) {
            beginning.append((char) (buffer.getByte(from + i) & 0xff));
        }
    }

    /** The beginning of the address in the head that is being read; a slash where it is unknown. */
    @Override
    public String begins() {
        String[] words = beginning.toString().strip().split(" +", 3);
        return words.length > 1 && words[1].startsWith("/") ? words[1] : "/";
    }

    private void headBegins() {
        inHead = true;
        beginning.setLength(0);
        since = System.nanoTime();
    }

    /** The headers of a request are there. */
    @Override
    public void headEnded() {
        inHead = false;
        beginning.setLength(0);
        since = System.nanoTime();
        bytes = 0;
    }

    /** The answer is written, or as good as. */
    @Override
    public void answered() {
        since = System.nanoTime();
    }

    private void look(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long passed = now - lastLook;
        lastLook = now;
        if (isStuck(context, now)) {
            close(context, "answer");
        } else if (inHead) {
            if (isOver(now - since, pace.head())) {
                tooSlow(context, "head", bytes > 0);
            }
        } else if (requests == null || requests.isQuiet()) {
            if (isOver(now - since, pace.idle())) {
                close(context, "idle");
            }
        } else if (requests.isInBody()) {
            if (!context.channel().config().isAutoRead()) {
                since += passed; // it is us who do not read
            } else if (isSlowBody(now)) {
                tooSlow(context, "body", requests.isUnanswered());
            }
        }
    }

    /** Each span of time is looked at by itself: what came fast buys no slowness later. */
    private boolean isSlowBody(long now) {
        long span = now - since;
        if (!isOver(span, pace.body())) {
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
        return isOver(now - unsentSince, pace.answer());
    }

    private boolean isOver(long nanos, Duration limit) {
        return nanos > limit.toNanos() + TimeUnit.MILLISECONDS.toNanos(leewayMillis);
    }

    /** The chunks of a body are none; nothing that comes after can be told apart. */
    @Override
    public void unreadableBody(String path) {
        if (place != null) {
            answer(place, "unreadable", HeadFault.BODY.problem(), path);
        }
    }

    @Override
    public void closeOnceSent() {
        if (place != null) {
            closed("unreadable");
            place.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void tooSlow(ChannelHandlerContext context, String reason, boolean mayAnswer) {
        String path = inHead || requests == null ? begins() : requests.path();
        answer(context, reason, mayAnswer ? RawAnswer.TOO_SLOW : null, path);
    }

    private void close(ChannelHandlerContext context, String reason) {
        answer(context, reason, null, "/");
    }

    private void answer(
            ChannelHandlerContext context, String reason, @Nullable Problem problem, String path) {
        stopLooking();
        closed(reason);
        if (problem != null && context.pipeline().get(SslHandler.class) == null) {
            context.writeAndFlush(Unpooled.wrappedBuffer(RawAnswer.of(problem, path)))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = context.close();
        }
    }

    private static void closed(String reason) {
        Metrics.counter("effekt.connections.closed", "reason", reason).increment();
    }
}
