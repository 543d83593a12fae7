package io.effekt.app;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
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
    void start(@Observes @Priority(1) StartupEvent event) {
        for (Handler handler : LogContext.getLogContext().getLogger("").getHandlers()) {
            install(handler);
        }
    }

    static void install(Handler handler) {
        if (handler.getFormatter() instanceof JsonFormatter) {
            handler.setFormatter(new SafeJson(new KeyedJson()));
        } else if ((handler instanceof ConsoleHandler || handler instanceof FileHandler)
                && handler.getFormatter() instanceof ExtFormatter lines
                && !(lines instanceof SafeLines)
                && !(lines instanceof SafeJson)) {
            handler.setFormatter(new SafeLines(lines));
        }
        if (handler instanceof ExtHandler outer) {
            for (Handler inner : outer.getHandlers()) {
                install(inner);
            }
        }
    }
}
