package io.effekt.app.connections;

import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * Puts the guard below Vert.x before anything listens. Vert.x has a time-out for a connection on
 * which nothing happens and none for one on which too little does, and it knows of a request only
 * once its headers have come. Its transport can be changed by a service provider alone, and of
 * those Quarkus takes none from an application but the factory of a tracer.
 */
@Singleton
@Unremovable
public class ConnectionGuard implements VertxOptionsCustomizer {
    private final Pace pace;

    public ConnectionGuard(Config config) {
        pace = Pace.of(config);
    }

    @Override
    public void accept(VertxOptions options) {
        options.setTracingOptions(new TracingOptions().setFactory(new Provider(pace)));
    }

    private record Provider(Pace pace) implements VertxTracerFactory {
        @Override
        public void init(VertxBuilder builder) {
            builder.findTransport(new GuardedTransport(pace)).tracer(VertxTracer.NOOP);
        }

        @Override
        public VertxTracer<?, ?> tracer(TracingOptions options) {
            return VertxTracer.NOOP;
        }
    }
}
