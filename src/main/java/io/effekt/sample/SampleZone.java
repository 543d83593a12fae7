package io.effekt.sample;

import java.time.ZoneId;

/** Where the sample organisation works. */
final class SampleZone {
    static final ZoneId ZONE = ZoneId.of("Europe/Oslo");

    private SampleZone() {}
}
