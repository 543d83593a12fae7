package io.effekt.edge.connections;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** Knows which part of which request a connection is at, and has each head read. */
final class RequestWatch extends ChannelDuplexHandler {
    /** The connection, as far as a watch tells it something. */
    interface Observer {
        /** How the head that is coming begins. */
        String begins();

        void headEnded();

        void answered();

        /** What is coming cannot be read on; nothing was said yet to its request. */
        void unreadableBody(String path);

        void closeOnceSent();
    }

    private final Observer connection;
    private int begun;
    private int received;
    private int beingAnswered;
    private int answered;
    private boolean unreadable;
    private boolean over;
    private String path = "/";

    RequestWatch(Observer connection) {
        this.connection = connection;
    }

    /** No request is on its way, and none waits for its answer. */
    boolean isQuiet() {
        return begun == answered;
    }

    /** A body has begun to come and not yet ended. */
    boolean isInBody() {
        return received < begun;
    }

    /** Nothing was said yet to the request that is coming. */
    boolean isUnanswered() {
        return beingAnswered == begun - 1;
    }

    /** What was answered already, or is being answered, is sent before the connection is closed. */
    private void unreadableBody() {
        unreadable = true;
        if (isUnanswered()) {
            connection.unreadableBody(path);
        } else if (isQuiet()) {
            connection.closeOnceSent();
        }
    }

    /** Of the request whose head came last. */
    String path() {
        return path;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (over) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest sent) {
            begun++;
            HttpRequest head = RequestHead.read(sent, connection.begins());
            path = head.uri();
            connection.headEnded();
            context.fireChannelRead(head);
            if (head.headers().contains(RequestHead.FAULT)) {
                received++;
                over = true; // where it ends is unknown: what comes after may be its body
                context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            }
            return;
        }
        if (message instanceof HttpContent part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            unreadableBody();
            return;
        }
        if (message instanceof LastHttpContent) {
            received++;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean isInterim = message instanceof HttpResponse head && head.status().code() < 200;
        if (message instanceof HttpResponse && !isInterim) {
            beingAnswered++;
        }
        if (message instanceof LastHttpContent && !isInterim) {
            answered++;
            connection.answered();
        }
        var _ = context.write(message, promise);
        if (unreadable && isQuiet()) {
            connection.closeOnceSent();
        }
    }
}
