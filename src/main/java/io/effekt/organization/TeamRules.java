package io.effekt.organization;

import io.effekt.kernel.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a team before it is defined so. Pointers count in the order that was sent. */
public final class TeamRules {
    public static final int LONGEST_NAME = 200;
    public static final int MOST_MEMBERSHIPS = 200;
    public static final int MOST_SUCCESSORS = 50;

    private TeamRules() {}

    static List<Refusal> check(Organisation state, Team team) {
        List<Refusal> refusals = new ArrayList<>();
        checkLimits(team, refusals);
        if (!refusals.isEmpty()) {
            return refusals;
        }
        checkMemberships(state, team, refusals);
        checkSuccessors(state, team, refusals);
        return refusals;
    }

    /** What is wrong with the name of a team or value stream; empty when it may be. */
    static List<Refusal> checkName(String name) {
        return name.isBlank() || name.length() > LONGEST_NAME
                ? List.of(
                        new Refusal(
                                "invalid-text",
                                "/name",
                                "Write 1 to " + LONGEST_NAME + " characters."))
                : List.of();
    }

    private static void checkLimits(Team team, List<Refusal> refusals) {
        refusals.addAll(checkName(team.name()));
        if (team.memberships().size() > MOST_MEMBERSHIPS) {
            refusals.add(
                    new Refusal(
                            "too-many-memberships",
                            "/memberships",
                            "Give at most " + MOST_MEMBERSHIPS + " memberships."));
        }
        if (team.replacedBy().size() > MOST_SUCCESSORS) {
            refusals.add(
                    new Refusal(
                            "too-many-successors",
                            "/replacedBy",
                            "Name at most " + MOST_SUCCESSORS + " teams."));
        }
    }

    private static void checkMemberships(Organisation state, Team team, List<Refusal> refusals) {
        List<Membership> memberships = team.memberships();
        for (int i = 0; i < memberships.size(); i++) {
            Membership membership = memberships.get(i);
            String stream = membership.valueStream();
            if (!state.streams().containsKey(stream)) {
                refusals.add(
                        new Refusal(
                                "value-stream-not-defined",
                                "/memberships/" + i + "/valueStream",
                                "There is no value stream '"
                                        + stream
                                        + "': define it first, with PUT /value-streams/"
                                        + stream
                                        + "."));
            }
            for (int before = 0; before < i; before++) {
                if (memberships.get(before).span().overlaps(membership.span())) {
                    refusals.add(overlap(memberships.get(before), membership, i));
                    break;
                }
            }
        }
    }

    private static Refusal overlap(Membership one, Membership other, int index) {
        boolean inOrder = !one.span().from().isAfter(other.span().from());
        Membership earlier = inOrder ? one : other;
        Membership later = inOrder ? other : one;
        return new Refusal(
                "overlapping-memberships",
                "/memberships/" + index,
                "A team belongs to one value stream on a day: the membership of '"
                        + later.valueStream()
                        + "' from "
                        + later.span().from()
                        + " overlaps that of '"
                        + earlier.valueStream()
                        + "' from "
                        + earlier.span().from()
                        + "; end the earlier one with \"to\": \""
                        + later.span().from()
                        + "\".");
    }

    private static void checkSuccessors(Organisation state, Team team, List<Refusal> refusals) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < team.replacedBy().size(); i++) {
            String successor = team.replacedBy().get(i);
            String pointer = "/replacedBy/" + i;
            if (!seen.add(successor)) {
                refusals.add(
                        new Refusal(
                                "named-twice",
                                pointer,
                                "'" + successor + "' is named twice: leave it out once."));
            } else if (!successor.equals(team.key()) && !state.teams().containsKey(successor)) {
                refusals.add(
                        new Refusal(
                                "team-not-defined",
                                pointer,
                                "There is no team '"
                                        + successor
                                        + "': define it first, with PUT /teams/"
                                        + successor
                                        + "."));
            } else if (leadsTo(state, successor, team.key())) {
                refusals.add(
                        new Refusal(
                                "replaced-in-a-circle",
                                pointer,
                                "'"
                                        + successor
                                        + "' is, or is itself replaced by, '"
                                        + team.key()
                                        + "': leave it out."));
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
