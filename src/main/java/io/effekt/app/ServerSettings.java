package io.effekt.app;

import io.effekt.embedded.DatabaseAccess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the environment says about PostgreSQL and Kafka, as configuration properties.
 *
 * @param properties names as in {@code application.properties}; nothing for a server that the
 *     environment does not name
 */
record ServerSettings(Map<String, String> properties) {
    static final String KAFKA = "effekt.kafka.bootstrap";
    static final String SIGNING_KEY = "log-signing.pem";

    private static final String DATABASE = "effekt.database.url";

    /**
     * Reads {@code EFFEKT_DATABASE_*} and {@code EFFEKT_KAFKA_BOOTSTRAP}.
     *
     * @throws IllegalArgumentException when a database is named but its roles are not
     */
    static ServerSettings of(Map<String, String> environment) {
        Map<String, String> properties = new LinkedHashMap<>();
        String url = given(environment, "EFFEKT_DATABASE_URL");
        if (!url.isEmpty()) {
            properties.put(DATABASE, reactive(url));
            properties.put("effekt.database.user", needed(environment, "EFFEKT_DATABASE_USER"));
            properties.put(
                    "effekt.database.password", needed(environment, "EFFEKT_DATABASE_PASSWORD"));
            properties.put(
                    "effekt.database.owner.user",
                    needed(environment, "EFFEKT_DATABASE_OWNER_USER"));
            properties.put(
                    "effekt.database.owner.password",
                    needed(environment, "EFFEKT_DATABASE_OWNER_PASSWORD"));
        }
        String kafka = given(environment, "EFFEKT_KAFKA_BOOTSTRAP");
        if (!kafka.isEmpty()) {
            properties.put(KAFKA, kafka);
        }
        if (!given(environment, "EFFEKT_OIDC_URL").isEmpty()) {
            properties.put("quarkus.oidc.tenant-enabled", "true");
        }
        if (!given(environment, "EFFEKT_CORS_ORIGINS").isEmpty()) {
            properties.put("quarkus.http.cors.enabled", "true");
        }
        return new ServerSettings(properties);
    }

    /** The administrator's key where nothing names its file: beside the data, made when missing. */
    static Map<String, String> adminKey(Map<String, String> environment, Path data) {
        return given(environment, "EFFEKT_ADMIN_KEY_FILE").isEmpty()
                ? Map.of(
                        "effekt.access.admin-key-file",
                        data.resolve("admin.key").toString(),
                        "effekt.access.make-admin-key",
                        "true")
                : Map.of();
    }

    /** The key that heads are signed with where nothing names its file: beside the data too. */
    static Map<String, String> signingKey(Map<String, String> environment, Path data) {
        return given(environment, "EFFEKT_LOG_SIGNING_KEY_FILE").isEmpty()
                ? Map.of(
                        "effekt.log.signing-key-file",
                        data.resolve(SIGNING_KEY).toString(),
                        "effekt.log.make-signing-key",
                        "true")
                : Map.of();
    }

    /** The same properties for a database that was started here. */
    static Map<String, String> properties(DatabaseAccess access) {
        return Map.of(
                DATABASE,
                access.reactiveUrl(),
                "effekt.database.reader",
                access.reader().user(),
                "effekt.database.user",
                access.app().user(),
                "effekt.database.password",
                access.app().password(),
                "effekt.database.owner.user",
                access.owner().user(),
                "effekt.database.owner.password",
                access.owner().password());
    }

    boolean namesDatabase() {
        return properties.containsKey(DATABASE);
    }

    boolean namesKafka() {
        return properties.containsKey(KAFKA);
    }

    static String reactive(String url) {
        String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        String address = plain.replaceFirst("^postgres://", "postgresql://");
        if (!address.startsWith("postgresql://")
                || address.contains("@")
                || address.contains("password=")) {
            throw new IllegalArgumentException(
                    "EFFEKT_DATABASE_URL must look like postgresql://host:5432/effekt, without user and password.");
        }
        return address;
    }

    static String needed(Map<String, String> environment, String name) {
        String value = given(environment, name);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " must be set when EFFEKT_DATABASE_URL names a database.");
        }
        return value;
    }

    static String given(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
