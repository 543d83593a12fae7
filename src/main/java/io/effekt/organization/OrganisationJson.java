package io.effekt.organization;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.DateSpan;
import io.effekt.resource.Lifecycle;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Value streams and teams as JSON, without their keys: in bodies, commands and stored events. */
public final class OrganisationJson {
    private OrganisationJson() {}

    public static ObjectNode write(ValueStream stream) {
        return Json.object()
                .put("name", stream.name())
                .put("status", Lifecycle.of(stream.retired()).word());
    }

    public static ValueStream valueStream(String key, Form form) {
        return new ValueStream(key, form.requiredText("name"), retired(form));
    }

    public static ObjectNode write(Team team) {
        ObjectNode json = Json.object().put("name", team.name());
        ArrayNode memberships = json.putArray("memberships");
        for (Membership membership : team.memberships()) {
            memberships
                    .addObject()
                    .put("valueStream", membership.valueStream())
                    .setAll(write(membership.span()));
        }
        ArrayNode replacedBy = json.putArray("replacedBy");
        team.replacedBy().forEach(replacedBy::add);
        LocalDate from = team.retiredFrom();
        return json.put("status", Lifecycle.of(team.retired()).word())
                .put("retiredFrom", from == null ? null : from.toString());
    }

    /** A team whose memberships are in the order they were sent. */
    public static Team team(String key, Form form) {
        boolean retired = retired(form);
        LocalDate from = form.date("retiredFrom");
        if (from != null && !retired) {
            form.refuse(
                    "not-retired",
                    "retiredFrom",
                    "Only a retired team has this day: add \"status\": \"retired\", or leave it"
                            + " out.");
        }
        return new Team(
                key,
                form.requiredText("name"),
                form.objects("memberships", OrganisationJson::membership),
                form.keys("replacedBy"),
                retired,
                retired ? from : null);
    }

    private static @Nullable Membership membership(Form form) {
        String stream = form.requiredKey("valueStream");
        DateSpan span = span(form);
        return span == null || stream.isEmpty() ? null : new Membership(stream, span);
    }

    public static ObjectNode write(DateSpan span) {
        LocalDate to = span.to();
        return Json.object()
                .put("from", span.from().toString())
                .put("to", to == null ? null : to.toString());
    }

    /** The fields {@code from} and {@code to} of a form; null when they make no span. */
    public static @Nullable DateSpan span(Form form) {
        LocalDate from = form.requiredDate("from");
        LocalDate to = form.date("to");
        if (to != null && !from.isBefore(to)) {
            form.refuse(
                    "invalid-span",
                    "to",
                    "'to' is the first day after the span: give one after 'from'.");
            return null;
        }
        return new DateSpan(from, to);
    }

    /** The field {@code status} of a form; active when it is absent. */
    public static boolean retired(Form form) {
        return form.word("status", Lifecycle.class, Lifecycle::word) == Lifecycle.RETIRED;
    }
}
