package io.effekt.kernel;

import java.time.ZoneId;

/** The time zone of the organisation, in which a day begins where nothing else says so. */
public final class OrganisationZone {
    public static final ZoneId ID = ZoneId.of("Europe/Oslo");

    private OrganisationZone() {}
}
