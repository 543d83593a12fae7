package io.effekt.embedded;

import io.effekt.embedded.DatabaseAccess.Credentials;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The roles of the embedded database and their passwords, made once and kept in a file that only
 * its owner may read.
 */
record DatabaseSecrets(
        Credentials superuser, Credentials owner, Credentials app, Credentials reader) {
    private static final String DATABASE = "effekt";

    static DatabaseSecrets in(Path file) {
        Map<String, String> values = new TreeMap<>(PropertiesFile.read(file));
        int known = values.size();
        DatabaseSecrets secrets =
                new DatabaseSecrets(
                        credentials(values, "superuser", "postgres"),
                        credentials(values, "owner", "effekt_owner"),
                        credentials(values, "app", "effekt_app"),
                        credentials(values, "reader", "bi_reader"));
        if (values.size() > known) {
            PropertiesFile.write(file, values, "Passwords of the embedded database; keep them");
        }
        return secrets;
    }

    private static Credentials credentials(Map<String, String> values, String key, String user) {
        String password = values.computeIfAbsent(key + ".password", missing -> newPassword());
        return new Credentials(user, password);
    }

    DatabaseAccess access(int port) {
        return new DatabaseAccess("127.0.0.1", port, DATABASE, owner, app, reader);
    }

    private static String newPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
