package io.effekt.kpi.domain.definition;

import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineSet;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.organization.Membership;
import io.effekt.organization.Organisation;
import io.effekt.organization.OrganisationEvent;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.OrganisationEvent.TeamRetired;
import io.effekt.organization.OrganisationEvent.ValueStreamDefined;
import io.effekt.organization.OrganisationEvent.ValueStreamRetired;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sentences for the author of an accepted change: what follows from it. */
public final class DefinitionNotices {
    private static final int NAMED = 5;

    private DefinitionNotices() {}

    /**
     * @param before the definitions that the event changed
     */
    public static List<String> of(Definitions before, DefinitionEvent event) {
        return switch (event) {
            case Organised(OrganisationEvent organised) -> of(before.organisation(), organised);
            case KpiDefined(Kpi kpi) -> of(before.kpis().get(kpi.key()), kpi);
            case BaselineSet set -> of(set);
            case DefinitionEvent.KpiRetired retired ->
                    List.of("It takes no new measurements from now on; its history stays.");
            case DefinitionEvent.TargetsSet set -> List.of();
            case DefinitionEvent.TargetsRemoved removed -> List.of();
            case DefinitionEvent.BaselineRemoved removed -> List.of();
            case DefinitionEvent.HeldReleased released -> List.of();
            case DefinitionEvent.StatusOverridden overridden -> List.of();
            case DefinitionEvent.OverrideLifted lifted -> List.of();
        };
    }

    private static List<String> of(@Nullable Kpi current, Kpi kpi) {
        if (current == null) {
            return List.of();
        }
        List<String> notices = new ArrayList<>(KpiRules.consequences(current, kpi));
        if (current.retired() && !kpi.retired()) {
            notices.add("It was retired, and takes measurements again.");
        }
        if (!current.retired() && kpi.retired()) {
            notices.add("It takes no new measurements from now on; its history stays.");
        }
        return notices;
    }

    private static List<String> of(BaselineSet set) {
        return set.baseline() instanceof Baseline.Span span
                        && span.locked()
                        && span.frozen() == null
                ? List.of(
                        "There was no data in the span: the locked baseline has no value, and stays"
                                + " so until it is set anew.")
                : List.of();
    }

    private static List<String> of(Organisation before, OrganisationEvent event) {
        return switch (event) {
            case ValueStreamRetired(String key) -> openMembers(before, key);
            case ValueStreamDefined(ValueStream stream) ->
                    stream.retired() ? openMembers(before, stream.key()) : List.of();
            case TeamDefined(Team team) -> retiredStreams(before, team);
            case TeamRetired retired -> List.of();
        };
    }

    private static List<String> openMembers(Organisation before, String stream) {
        List<String> open =
                before.teams().values().stream()
                        .filter(team -> !team.retired() && isOpenIn(team, stream))
                        .map(Team::key)
                        .limit(NAMED + 1L)
                        .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        String named = String.join(", ", open.subList(0, Math.min(NAMED, open.size())));
        return List.of(
                "Teams have a membership in it without an end: "
                        + named
                        + (open.size() > NAMED ? " and more." : "."));
    }

    private static boolean isOpenIn(Team team, String stream) {
        return team.memberships().stream()
                .anyMatch(m -> m.valueStream().equals(stream) && m.span().to() == null);
    }

    private static List<String> retiredStreams(Organisation before, Team team) {
        return team.memberships().stream()
                .filter(m -> m.span().to() == null)
                .map(Membership::valueStream)
                .filter(key -> isRetired(before, key))
                .map(key -> "The value stream '" + key + "' is retired.")
                .toList();
    }

    private static boolean isRetired(Organisation before, String key) {
        ValueStream stream = before.streams().get(key);
        return stream != null && stream.retired();
    }
}
