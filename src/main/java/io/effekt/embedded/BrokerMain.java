package io.effekt.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.OutputStreamHandler;

/**
 * The embedded broker: formats its folder at the first start, then runs until it is told to stop. A
 * process of its own, so that it can be killed, weighed and tuned apart from the service.
 */
public final class BrokerMain {
    private BrokerMain() {}

    /**
     * @param arguments the broker's properties file, and the file to write once it is up
     */
    public static void main(String[] arguments) {
        logTo(System.err);
        try {
            run(Path.of(arguments[0]), Path.of(arguments[1]));
        } catch (Exception e) {
            // Not a stack trace's job: the last line of the log is what the service reports.
            e.printStackTrace(System.err);
            System.err.println("FATAL the broker cannot run: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    /** The caller of this program keeps what it writes; only what is wrong is worth a line. */
    private static void logTo(PrintStream stream) {
        PatternFormatter lines =
                new PatternFormatter("%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{1}] %s%e%n");
        Logger root = LogContext.getLogContext().getLogger("");
        root.setLevel(Level.WARN);
        root.addHandler(new OutputStreamHandler(stream, lines));
    }

    private static void run(Path settings, Path ready) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(settings)) {
            properties.load(reader);
        }
        format(properties);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        server.startup();
        Files.writeString(ready, Long.toString(ProcessHandle.current().pid()));
        server.awaitShutdown();
    }

    private static void format(Properties properties) throws Exception {
        Path folder = Path.of(properties.getProperty("log.dirs"));
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(folder);
        new Formatter()
                .setPrintStream(silence())
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(folder.toString())
                .setDirectories(List.of(folder.toString()))
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true)
                .run();
    }

    private static PrintStream silence() {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    }
}
