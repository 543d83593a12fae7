package io.effekt.edge.connections;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.transports.JDKTransport;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Java's own transport; its listening sockets give every connection that they accept a watcher. */
final class GuardedTransport extends JDKTransport {
    private final Pace pace;
    private final AtomicReference<@Nullable HttpServerOptions> server;
    private final Addresses addresses;

    /**
     * @param server what it reads heads with; there before anything connects
     */
    GuardedTransport(Pace pace, AtomicReference<@Nullable HttpServerOptions> server) {
        this.pace = pace;
        this.server = server;
        addresses = new Addresses(pace.perAddress());
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        ChannelFactory<? extends ServerChannel> factory = super.serverChannelFactory(domainSocket);
        return () -> {
            ServerChannel listening = factory.newChannel();
            listening.pipeline().addLast(new Accepting());
            return listening;
        };
    }

    /** What a listening socket reads are connections. */
    private final class Accepting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel connection) {
                connection.pipeline().addLast(new PacedConnection(pace, addresses, server.get()));
            }
            context.fireChannelRead(message);
        }
    }
}
