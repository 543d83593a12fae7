package io.effekt.organization;

import io.effekt.kernel.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a team before it is defined so. */
final class TeamRules {
    private TeamRules() {}

    static List<Refusal> check(Organisation state, Team team) {
        List<Refusal> refusals = new ArrayList<>();
        checkMemberships(state, team, refusals);
        checkSuccessors(state, team, refusals);
        return refusals;
    }

    private static void checkMemberships(Organisation state, Team team, List<Refusal> refusals) {
        List<Membership> memberships = team.memberships();
        for (int i = 0; i < memberships.size(); i++) {
            Membership membership = memberships.get(i);
            String stream = membership.valueStream();
            if (!state.streams().containsKey(stream)) {
                refusals.add(
                        new Refusal(
                                "value_stream_not_defined",
                                "/memberships/" + i + "/valueStream",
                                "there is no value stream '"
                                        + stream
                                        + "': define it first, with PUT /value-streams/"
                                        + stream));
            }
            // Sorted by start: whoever overlaps at all overlaps with a neighbour before it.
            for (int before = 0; before < i; before++) {
                if (memberships.get(before).span().overlaps(membership.span())) {
                    refusals.add(overlap(memberships.get(before), membership, i));
                    break;
                }
            }
        }
    }

    private static Refusal overlap(Membership earlier, Membership later, int index) {
        return new Refusal(
                "memberships_overlap",
                "/memberships/" + index,
                "a team belongs to one value stream on a day: the membership of '"
                        + later.valueStream()
                        + "' from "
                        + later.span().from()
                        + " overlaps that of '"
                        + earlier.valueStream()
                        + "' from "
                        + earlier.span().from()
                        + "; end the earlier one with \"to\": \""
                        + later.span().from()
                        + "\"");
    }

    private static void checkSuccessors(Organisation state, Team team, List<Refusal> refusals) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < team.replacedBy().size(); i++) {
            String successor = team.replacedBy().get(i);
            String pointer = "/replacedBy/" + i;
            if (!seen.add(successor)) {
                refusals.add(
                        new Refusal(
                                "named_twice", pointer, "'" + successor + "' is named twice"));
            } else if (!successor.equals(team.key()) && !state.teams().containsKey(successor)) {
                refusals.add(
                        new Refusal(
                                "team_not_defined",
                                pointer,
                                "there is no team '"
                                        + successor
                                        + "': define it first, with PUT /teams/"
                                        + successor));
            } else if (leadsTo(state, successor, team.key())) {
                refusals.add(
                        new Refusal(
                                "replaced_in_a_circle",
                                pointer,
                                "'"
                                        + successor
                                        + "' is, or is itself replaced by, '"
                                        + team.key()
                                        + "': leave it out"));
            }
        }
    }

    /** Whether the work of a team goes on, step by step, in the other. */
    private static boolean leadsTo(Organisation state, String from, String to) {
        Deque<String> open = new ArrayDeque<>(List.of(from));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String key = open.pop();
            if (key.equals(to)) {
                return true;
            }
            Team team = state.teams().get(key);
            if (team != null && seen.add(key)) {
                open.addAll(team.replacedBy());
            }
        }
        return false;
    }
}
