package io.effekt.embedded;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the broker is run: the Java of this service, jars of its own, and a small memory.
 *
 * @param jars what it is run from
 */
record BrokerProgram(ServerJars jars) {
    /** Another one when a jar was replaced: a running Java must not outlive its jars. */
    String fingerprint() {
        return jars.fingerprint();
    }

    /**
     * The command. The shell makes the broker deaf to Ctrl-C and to a closed terminal, which reach
     * every process of the terminal: the service hears them, drains, and then stops the broker.
     */
    ProcessBuilder command(Path settings, Path ready, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "trap '' INT HUP; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        // Up sooner, with a third less work; one broker on one machine needs no
                        // more.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        BrokerMain.class.getName(),
                        settings.toString(),
                        ready.toString());
        builder.environment().put("CLASSPATH", jars.text());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder;
    }

    static Map<String, String> settings(Path data, int port, int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put(
                "listeners",
                "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        return settings;
    }
}
