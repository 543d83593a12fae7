package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Decision;
import io.effekt.kernel.Decision.Accepted;
import io.effekt.kernel.Decision.Refused;
import io.effekt.kernel.Decision.Unchanged;
import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.DefinitionEvent.OverrideLifted;
import io.effekt.kpi.domain.definition.DefinitionEvent.StatusOverridden;
import io.effekt.kpi.domain.definition.OverrideCommand.LiftOverride;
import io.effekt.kpi.domain.definition.OverrideCommand.OverrideStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides on overrides. Pure: the moment is given. */
public final class OverrideDecider {
    private static final Set<Status> RANKED =
            EnumSet.of(Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK);

    private OverrideDecider() {}

    /**
     * @param reason why, in a person's words; null when none was given
     * @param now when it is decided
     */
    public static Decision<DefinitionEvent> decide(
            Definitions state, OverrideCommand command, @Nullable String reason, Instant now) {
        return switch (command) {
            case OverrideStatus set -> set(state, set, reason, now);
            case LiftOverride(KpiScope at) -> lift(state, at, now);
        };
    }

    private static Decision<DefinitionEvent> set(
            Definitions state, OverrideStatus set, @Nullable String reason, Instant now) {
        List<Refusal> refusals = new ArrayList<>();
        if (!state.organisation().isDefined(set.at().scope())) {
            refusals.add(
                    new Refusal(
                            "scope-not-defined",
                            "/scope",
                            "The scope '"
                                    + set.at().scope()
                                    + "' is not defined: define it first."));
        }
        if (!RANKED.contains(set.status())) {
            refusals.add(
                    new Refusal(
                            "status-not-allowed",
                            "/status",
                            "Say on_track, at_risk or off_track: the others only follow from"
                                    + " measurements."));
        }
        if (reason == null || reason.isBlank()) {
            refusals.add(new Refusal("required", "/reason", "Say why: a reason is required."));
        }
        Kpi kpi = state.kpis().get(set.at().kpi());
        if (kpi == null) {
            refusals.add(
                    new Refusal(
                            "kpi-not-defined",
                            "/kpi",
                            "There is no KPI '" + set.at().kpi() + "': define it first."));
        } else {
            refusals.addAll(check(kpi, set, now));
        }
        if (!refusals.isEmpty()) {
            return new Refused<>(refusals);
        }
        StatusOverride current = StatusOverride.inForce(state.overrides(set.at()), now);
        return current != null && saysTheSame(current, set, reason)
                ? new Unchanged<>()
                : new Accepted<>(
                        List.of(
                                new StatusOverridden(
                                        set.at(),
                                        set.period(),
                                        set.status(),
                                        set.expires(),
                                        null)));
    }

    private static List<Refusal> check(Kpi kpi, OverrideStatus set, Instant now) {
        List<Refusal> refusals = new ArrayList<>();
        if (kpi.direction() == Direction.NEUTRAL) {
            refusals.add(
                    new Refusal(
                            "kpi-neutral",
                            "/kpi",
                            "The direction of '"
                                    + kpi.key()
                                    + "' is neutral: it never has a status, so there is none to"
                                    + " override."));
        }
        Period period = set.period();
        if (period != null && period.unit() != kpi.period()) {
            refusals.add(
                    new Refusal(
                            "invalid-period",
                            "/period",
                            "The periods of '%s' are of the length '%s': write for instance %s."
                                    .formatted(
                                            kpi.key(),
                                            kpi.period().word(),
                                            Period.of(kpi.period(), now, kpi.timeZone()))));
        } else if (period != null && period.startInstant(kpi.timeZone()).isAfter(now)) {
            refusals.add(
                    new Refusal(
                            "period-in-future",
                            "/period",
                            "That period has not begun: name one that has, or none."));
        }
        Instant latest = latest(kpi, now);
        if (!set.expires().isAfter(now)) {
            refusals.add(
                    new Refusal(
                            "expires-in-past",
                            "/expires",
                            "It would have lapsed already: take a time after now, at most "
                                    + latest
                                    + "."));
        } else if (set.expires().isAfter(latest)) {
            refusals.add(
                    new Refusal(
                            "expires-too-late",
                            "/expires",
                            "An override holds for at most one period ahead: take "
                                    + latest
                                    + " or earlier."));
        }
        return refusals;
    }

    /** One period of the KPI ahead of now, by the calendar of its zone. */
    private static Instant latest(Kpi kpi, Instant now) {
        ZonedDateTime local = now.atZone(kpi.timeZone());
        LocalDate day = kpi.period().plus(local.toLocalDate(), 1);
        return day.atTime(local.toLocalTime()).atZone(kpi.timeZone()).toInstant();
    }

    private static boolean saysTheSame(
            StatusOverride current, OverrideStatus set, @Nullable String reason) {
        return current.status() == set.status()
                && current.expires().equals(set.expires())
                && Objects.equals(current.period(), set.period())
                && Objects.equals(current.recording().reason(), reason);
    }

    private static Decision<DefinitionEvent> lift(Definitions state, KpiScope at, Instant now) {
        if (state.overrides(at).isEmpty()) {
            return new Refused<>(
                    Refusal.of("not-defined", "There is no override there to be lifted."));
        }
        return StatusOverride.inForce(state.overrides(at), now) == null
                ? new Unchanged<>()
                : new Accepted<>(List.of(new OverrideLifted(at, null)));
    }
}
