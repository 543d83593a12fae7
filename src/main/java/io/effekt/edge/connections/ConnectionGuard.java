package io.effekt.edge.connections;

import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Puts the guard below Vert.x before anything listens. Vert.x has a time-out for a connection on
 * which nothing happens and none for one on which too little does, and it knows of a request only
 * once its headers have come. Its transport can be changed by a service provider alone, and of
 * those Quarkus takes none from an application but the factory of a tracer.
 */
@Singleton
@Unremovable
public class ConnectionGuard implements VertxOptionsCustomizer, HttpServerOptionsCustomizer {
    private final Pace pace;
    private final AtomicReference<@Nullable HttpServerOptions> server = new AtomicReference<>();

    public ConnectionGuard(Config config) {
        pace = Pace.of(config);
    }

    @Override
    public void accept(VertxOptions options) {
        options.setTracingOptions(new TracingOptions().setFactory(new Provider(pace, server)));
    }

    /** What the server reads heads with; the same for all that listen. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        server.set(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        server.set(options);
    }

    private record Provider(Pace pace, AtomicReference<@Nullable HttpServerOptions> server)
            implements VertxTracerFactory {
        @Override
        public void init(VertxBuilder builder) {
            builder.findTransport(new GuardedTransport(pace, server)).tracer(VertxTracer.NOOP);
        }

        @Override
        public VertxTracer<?, ?> tracer(TracingOptions options) {
            return VertxTracer.NOOP;
        }
    }
}
