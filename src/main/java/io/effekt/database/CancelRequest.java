package io.effekt.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Asks PostgreSQL to cancel what a connection does, over a connection of its own as its protocol
 * has it. The server closes that one when it has told the other: so it is known to have been done,
 * and hits nobody who gets the connection next.
 *
 * @param processId of the connection, as is the secret key
 */
record CancelRequest(String host, int port, int processId, int secretKey) {
    private static final int CODE = 80_877_102;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Comes back when it was done. Blocks. */
    void send() throws IOException {
        int patience = (int) PATIENCE.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), patience);
            socket.setSoTimeout(patience);
            socket.getOutputStream()
                    .write(
                            ByteBuffer.allocate(16)
                                    .putInt(16)
                                    .putInt(CODE)
                                    .putInt(processId)
                                    .putInt(secretKey)
                                    .array());
            var _ = socket.getInputStream().read();
        }
    }
}
