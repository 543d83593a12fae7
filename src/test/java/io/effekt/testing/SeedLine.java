package io.effekt.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Prints the seed of the random order, once a run, so that an unlucky order can be repeated. */
public final class SeedLine implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        System.out.println("Order of tests: -Dtest.seed=" + System.getProperty("test.seed", "0"));
    }
}
