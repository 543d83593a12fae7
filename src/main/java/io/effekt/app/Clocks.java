package io.effekt.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** The one clock of the service: everything that asks for the time asks it. */
@ApplicationScoped
public class Clocks {
    @Produces
    @ApplicationScoped
    InstantSource clock() {
        return InstantSource.system();
    }
}
