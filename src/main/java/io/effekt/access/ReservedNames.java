package io.effekt.access;

import java.util.Set;

/** Names that the service acts under, and what looks like them: no client has one. */
final class ReservedNames {
    private static final Set<String> ALL =
            Set.of(AdminKey.CLIENT, "kafka", "system", "service", "evaluator", "person");
    private static final String OURS = "effekt";

    private ReservedNames() {}

    /** Whether a client may not be called so. */
    static boolean has(String client) {
        String read = read(client);
        return read.startsWith(read(OURS))
                || ALL.stream().anyMatch(name -> read(name).equals(read));
    }

    /** As an eye reads a key that passes by: hyphens go, digits are the letters they look like. */
    private static String read(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '-' -> {}
                case '0' -> letters.append('o');
                case '1', 'l' -> letters.append('i');
                case '3' -> letters.append('e');
                case '4' -> letters.append('a');
                case '5' -> letters.append('s');
                case '7' -> letters.append('t');
                case '8' -> letters.append('b');
                default -> letters.append(c);
            }
        }
        return letters.toString().replace("rn", "m").replace("vv", "w");
    }
}
