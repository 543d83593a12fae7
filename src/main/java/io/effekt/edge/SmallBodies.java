package io.effekt.edge;

import io.effekt.access.CurrentCaller;
import io.effekt.http.body.BodyMemory;
import io.effekt.http.body.BodyReader;
import io.effekt.http.body.LargeBody;
import io.effekt.kernel.Problem;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;

/**
 * Reads the bodies of all operations that make a tree of them: no longer and with no more in it
 * than fits, and not more together than what there is for bodies, until their answer is out.
 */
@Provider
public class SmallBodies implements ReaderInterceptor {
    private static final int LONGEST = 2 << 20;

    /** Brackets, colons and commas in all. */
    private static final int MOST = 150_000;

    /** Bytes that a tree takes for each of them, and copies of the text. */
    private static final int EACH = 96;

    private static final int COPIES = 8;

    private final BodyReader bodies;
    private final BodyMemory memory;
    private final CurrentVertxRequest request;
    private final CurrentCaller caller;

    public SmallBodies(
            BodyReader bodies,
            BodyMemory memory,
            CurrentVertxRequest request,
            CurrentCaller caller) {
        this.bodies = bodies;
        this.memory = memory;
        this.request = request;
        this.caller = caller;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        for (Annotation annotation : body.getAnnotations()) {
            if (annotation.annotationType() == LargeBody.class) {
                return body.proceed();
            }
        }
        RoutingContext context = request.getCurrent();
        BodyMemory.Lease lease = memory.open(caller.get().actor());
        context.addEndHandler(end -> lease.close());
        String coding = context.request().getHeader("Content-Encoding");
        byte[] bytes = bodies.read(body.getInputStream(), coding, lease, LONGEST);
        int values = values(bytes);
        if (values > MOST) {
            throw Problem.of(
                            413,
                            "body-too-large",
                            "A body may have at most "
                                    + MOST
                                    + " brackets, colons and commas; split it into several calls.")
                    .exception();
        }
        if (!lease.growTo(Math.min(memory.share(), COPIES * bytes.length + EACH * values))) {
            throw Problem.unavailable(
                            "busy",
                            "Too much is being sent at once; nothing was taken, send it again.",
                            2)
                    .exception();
        }
        body.setInputStream(new ByteArrayInputStream(bytes));
        return body.proceed();
    }

    private static int values(byte[] bytes) {
        int values = 0;
        for (byte b : bytes) {
            if (b == ',' || b == ':' || b == '[' || b == '{') {
                values++;
            }
        }
        return values;
    }
}
