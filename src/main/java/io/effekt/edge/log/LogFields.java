package io.effekt.edge.log;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jboss.logmanager.handlers.FileHandler;

/**
 * Where lines are written as JSON, has the keys of messages written as fields; where they are
 * written for people, has each message kept in one line.
 */
@ApplicationScoped
public class LogFields {
    private final LogSanitizer oneLine;

    public LogFields(
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
            @ConfigProperty(name = "quarkus.datasource.owner.password") Optional<String> owner) {
        oneLine = new LogSanitizer(Stream.of(password, owner).flatMap(Optional::stream).toList());
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        for (Handler handler : LogContext.getLogContext().getLogger("").getHandlers()) {
            install(handler, oneLine);
        }
    }

    static void install(Handler handler, LogSanitizer oneLine) {
        if (handler.getFormatter() instanceof JsonFormatter) {
            handler.setFormatter(new SafeJson(new KeyedJson(), oneLine));
        } else if ((handler instanceof ConsoleHandler || handler instanceof FileHandler)
                && handler.getFormatter() instanceof ExtFormatter lines
                && !(lines instanceof SafeLines)
                && !(lines instanceof SafeJson)) {
            handler.setFormatter(new SafeLines(lines, oneLine));
        }
        if (handler instanceof ExtHandler outer) {
            for (Handler inner : outer.getHandlers()) {
                install(inner, oneLine);
            }
        }
    }
}
