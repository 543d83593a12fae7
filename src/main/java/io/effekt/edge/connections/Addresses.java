package io.effekt.edge.connections;

import io.effekt.http.Networks;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each address holds. What holds none takes no memory. */
final class Addresses {
    private final int most;
    private final Map<String, Integer> held = new ConcurrentHashMap<>();

    Addresses(int most) {
        this.most = most;
    }

    /** One more, to be given back by {@link #leave} whatever the answer; false for one too many. */
    boolean enter(String address) {
        return held.merge(address, 1, Integer::sum) <= most;
    }

    void leave(String address) {
        held.computeIfPresent(address, (name, count) -> count == 1 ? null : count - 1);
    }

    /** What an address is counted as. */
    static String of(SocketAddress remote) {
        return remote instanceof InetSocketAddress internet && internet.getAddress() != null
                ? Networks.of(internet.getAddress())
                : "local";
    }
}
