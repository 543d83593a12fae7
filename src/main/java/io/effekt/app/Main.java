package io.effekt.app;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.embedded.EmbeddedServers.Part;
import io.effekt.embedded.EmbeddedServersException;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Starts the service, and before it the embedded servers that the environment does not name. They
 * are stopped after the service has drained.
 */
@QuarkusMain
public final class Main {
    Main() {}

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        try {
            Listening.of(environment).check();
            ServerSettings settings = ServerSettings.of(environment);
            Set<Part> missing = missing(settings);
            if (!missing.isEmpty()) {
                EmbeddedServers.requirePacked(missing);
                Path data = Path.of(environment.getOrDefault("EFFEKT_DATA", "data"));
                embed(data, missing);
                if (missing.contains(Part.POSTGRES)) {
                    ServerSettings.adminKey(environment, data).forEach(System::setProperty);
                    ServerSettings.signingKey(environment, data).forEach(System::setProperty);
                }
            }
            settings.properties().forEach(System::setProperty);
        } catch (IllegalArgumentException | EmbeddedServersException e) {
            // Before logging is set up: one sentence for the person who has just typed the command.
            System.err.println("Effekt cannot start. " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(arguments);
    }

    private static Set<Part> missing(ServerSettings settings) {
        Set<Part> missing = EnumSet.noneOf(Part.class);
        if (!settings.namesDatabase()) {
            missing.add(Part.POSTGRES);
        }
        if (!settings.namesKafka()) {
            missing.add(Part.KAFKA);
        }
        return missing;
    }

    private static void embed(Path data, Set<Part> parts) {
        CompletableFuture<EmbeddedServers> starting = new CompletableFuture<>();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stop(starting), "embedded-servers-shutdown"));
        System.out.println("Starting the embedded servers in " + data.toAbsolutePath() + " …");
        EmbeddedServers servers;
        try {
            servers = EmbeddedServers.start(data, parts);
        } catch (RuntimeException e) {
            starting.completeExceptionally(e);
            throw e;
        }
        starting.complete(servers);
        if (parts.contains(Part.POSTGRES)) {
            DatabaseAccess access = servers.database();
            ServerSettings.properties(access).forEach(System::setProperty);
        }
        if (parts.contains(Part.KAFKA)) {
            System.setProperty(ServerSettings.KAFKA, servers.kafkaBootstrap());
        }
    }

    /** Shutdown hooks run side by side: this one waits for the service to have let go. */
    private static void stop(CompletableFuture<EmbeddedServers> starting) {
        EmbeddedServers servers;
        try {
            servers = starting.join();
        } catch (CompletionException e) {
            return; // they never started
        }
        Application application = Application.currentApplication();
        if (application != null) {
            application.stop();
            application.awaitShutdown();
        }
        servers.close();
    }
}
