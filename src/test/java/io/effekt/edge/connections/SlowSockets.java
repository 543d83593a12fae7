package io.effekt.edge.connections;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Clients that never end what they say: each sends a byte, and after a while one more. */
final class SlowSockets implements AutoCloseable {
    private final List<SocketChannel> open = new ArrayList<>();
    private long bytesSent;
    private int closedByServer;
    private int toldWhy;

    /** One more, from that address, which begins so. */
    void add(String from, int port, String beginning) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.write(ByteBuffer.wrap(beginning.getBytes(ISO_8859_1)));
        socket.configureBlocking(false);
        open.add(socket);
    }

    int open() {
        return open.size();
    }

    long bytesSent() {
        return bytesSent;
    }

    /** Those that the service has had enough of. */
    int closedByServer() {
        return closedByServer;
    }

    /** Those of them that were told 408. */
    int toldWhy() {
        return toldWhy;
    }

    /** A byte from each. */
    void drip() {
        for (SocketChannel socket : open) {
            try {
                bytesSent += socket.write(ByteBuffer.wrap(new byte[] {'x'}));
            } catch (IOException e) {
                // Closed: seen by listen.
            }
        }
    }

    /** Looks which of them are still there. */
    void listen() throws IOException {
        ByteBuffer heard = ByteBuffer.allocate(2_000);
        for (SocketChannel socket : List.copyOf(open)) {
            heard.clear();
            int read = read(socket, heard);
            if (read != 0) {
                if (read > 0 && new String(heard.array(), 0, 12, ISO_8859_1).endsWith("408")) {
                    toldWhy++;
                }
                closedByServer++;
                open.remove(socket);
                socket.close();
            }
        }
    }

    private static int read(SocketChannel socket, ByteBuffer into) {
        try {
            return socket.read(into);
        } catch (IOException e) {
            return -1; // reset
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel socket : open) {
            socket.close();
        }
    }
}
