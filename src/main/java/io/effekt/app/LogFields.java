package io.effekt.app;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.JsonFormatter;

/** Where lines are written as JSON, has the keys of messages written as fields. */
@ApplicationScoped
public class LogFields {
    void start(@Observes @Priority(1) StartupEvent event) {
        for (Handler handler : LogContext.getLogContext().getLogger("").getHandlers()) {
            install(handler);
        }
    }

    static void install(Handler handler) {
        if (handler.getFormatter() instanceof JsonFormatter
                && !(handler.getFormatter() instanceof KeyedJson)) {
            handler.setFormatter(new KeyedJson());
        }
        if (handler instanceof ExtHandler outer) {
            for (Handler inner : outer.getHandlers()) {
                install(inner);
            }
        }
    }
}
