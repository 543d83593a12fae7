package io.effekt.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What an address is counted as. */
public final class Networks {
    private static final int NETWORK_OF_IPV6 = 8;

    private Networks() {}

    /**
     * The address itself, of IPv6 its network of 64 bits: a host that has one address has all of
     * it.
     *
     * @param address as text, never a name; null where there is none, as of a local socket
     */
    public static String of(@Nullable String address) {
        if (address == null) {
            return "local";
        }
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int counts = bytes.length > NETWORK_OF_IPV6 ? NETWORK_OF_IPV6 : bytes.length;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts; i++) {
            text.append(i == 0 ? "" : ".").append(bytes[i] & 0xff);
        }
        return text.toString();
    }
}
