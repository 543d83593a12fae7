package io.effekt.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that starts the servers and waits to be killed, as a service would be. */
final class ServiceStandIn {
    private final Process process;
    private final Map<String, Long> pids = new HashMap<>();

    private ServiceStandIn(Process process) throws IOException {
        this.process = process;
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("up")) {
                return;
            }
            if (line.startsWith("pid ")) {
                String[] words = line.split(" ", -1);
                pids.put(words[1], Long.valueOf(words[2]));
            }
        }
        throw new IllegalStateException("the stand-in ended");
    }

    static ServiceStandIn start(Path folder) throws IOException {
        return new ServiceStandIn(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServiceStandIn.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    Map<String, Long> pids() {
        return Map.copyOf(pids);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedServers servers = EmbeddedServers.start(Path.of(arguments[0]));
        servers.states()
                .forEach((name, state) -> {
                    if (state instanceof ServerState.Running(long pid)) {
                        System.out.println("pid " + name + " " + pid);
                    }
                });
        System.out.println("up");
        Thread.sleep(600_000);
    }
}
