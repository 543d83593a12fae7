package io.effekt.access.keys;

import io.effekt.access.Right;
import io.effekt.access.source.ReservedNames;
import io.effekt.json.Form;
import io.effekt.kernel.NearestWord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bodies about keys. */
final class KeyForm {
    private static final int LONGEST_NAME = 200;
    private static final int MOST = 100;
    private static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);
    private static final int LONGEST_OVERLAP_HOURS = 24 * 90;

    static final String RESERVED =
            "The service itself acts under this name, or under one that looks like it: choose"
                    + " another.";

    private KeyForm() {}

    /** A key to be issued. */
    @Schema(name = "NewKey")
    record Wanted(
            @Schema(
                            required = true,
                            description =
                                    "Whose it is; the same for all keys of a client, and the default"
                                            + " source of what it measures",
                            examples = "jira-sync")
                    String client,
            @Schema(description = "What people call it", maxLength = LONGEST_NAME)
                    @Nullable String name,
            @Schema(
                            required = true,
                            description =
                                    "measurements:write, status:read, definitions:write, bi:read,"
                                            + " survey:steward, keys:manage, audit:read, admin")
                    List<String> scopes,
            @Schema(description = "Only these teams") @Nullable List<String> teams,
            @Schema(description = "Only these value streams, with their teams")
                    @Nullable List<String> streams,
            @Schema(description = "Only these KPIs") @Nullable List<String> kpis,
            @Schema(
                            description =
                                    "Sources that nobody else may measure in the name of; '*' at the"
                                            + " end for anything")
                    @Nullable List<String> sources,
            @Schema(description = "When it ends; never when absent") @Nullable Instant expiresAt,
            @Nullable String reason) {}

    /** How a key is replaced. */
    @Schema(name = "Rotation")
    record Rotation(
            @Schema(
                            description = "For how long the old one may be used beside the new one",
                            minimum = "0",
                            maximum = "" + LONGEST_OVERLAP_HOURS,
                            defaultValue = "24")
                    @Nullable Integer overlapHours,
            @Schema(description = "When the new one ends; as the old one when absent")
                    @Nullable Instant expiresAt,
            @Nullable String reason) {}

    /** A key as it is shown. */
    @Schema(name = "Key")
    record Shown(
            @Schema(description = "The public part of the key", examples = "4fZk0aQe") String id,
            String client,
            String name,
            List<String> scopes,
            List<String> teams,
            List<String> streams,
            List<String> kpis,
            List<String> sources,
            Instant issuedAt,
            String issuedBy,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {}

    /** A key just made. */
    @Schema(name = "IssuedKey")
    record Issued(
            String id,
            String client,
            String name,
            List<String> scopes,
            List<String> teams,
            List<String> streams,
            List<String> kpis,
            List<String> sources,
            Instant issuedAt,
            String issuedBy,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt,
            @Schema(description = "The key itself: shown here and never again") String key) {}

    /** All of them. */
    @Schema(name = "KeyPage")
    record Page(List<Shown> items, @Nullable String next) {}

    static Wanted wanted(Form form, Instant now) {
        String client = form.requiredKey("client");
        if (ReservedNames.has(client)) {
            form.refuse("reserved", "client", RESERVED);
        }
        String name = form.text("name");
        if (name != null && name.length() > LONGEST_NAME) {
            form.refuse("too-long", "name", "Use at most " + LONGEST_NAME + " characters.");
        }
        List<String> scopes = scopes(form);
        List<String> teams = keys(form, "teams");
        List<String> streams = keys(form, "streams");
        List<String> kpis = keys(form, "kpis");
        if (scopes.contains(Right.ADMIN)
                && !(teams.isEmpty() && streams.isEmpty() && kpis.isEmpty())) {
            form.refuse(
                    "not-limited",
                    "scopes",
                    "'admin' holds everywhere: leave the limits out, or give single scopes.");
        }
        return new Wanted(
                client,
                name,
                scopes,
                teams,
                streams,
                kpis,
                sources(form),
                expires(form, now),
                null);
    }

    static Rotation rotation(Form form, Instant now) {
        Integer hours = form.integer("overlapHours");
        if (hours != null && (hours < 0 || hours > LONGEST_OVERLAP_HOURS)) {
            form.refuse(
                    "out-of-range",
                    "overlapHours",
                    "Give 0 to " + LONGEST_OVERLAP_HOURS + " hours.");
        }
        return new Rotation(
                hours == null ? (int) DEFAULT_OVERLAP.toHours() : hours, expires(form, now), null);
    }

    private static List<String> scopes(Form form) {
        List<String> scopes = form.textList("scopes");
        if (scopes.isEmpty()) {
            form.refuse("required", "scopes", "Name what the key may: " + words() + ".");
        }
        for (String scope : scopes) {
            if (!Right.ALL.contains(scope)) {
                String meant =
                        NearestWord.to(scope, Set.copyOf(Right.ALL))
                                .map(word -> " Did you mean '" + word + "'?")
                                .orElse("");
                form.refuse("unknown-word", "scopes", "Use some of " + words() + "." + meant);
            }
        }
        return List.copyOf(new TreeSet<>(scopes));
    }

    private static String words() {
        return String.join(", ", Right.ALL);
    }

    private static List<String> keys(Form form, String field) {
        return few(form, field, form.keys(field));
    }

    private static List<String> sources(Form form) {
        List<String> sources = few(form, "sources", form.textList("sources"));
        for (String source : sources) {
            int star = source.indexOf('*');
            if (source.length() > 200
                    || source.isBlank()
                    || star == 0
                    || (star > 0 && star < source.length() - 1)) {
                form.refuse(
                        "invalid-source",
                        "sources",
                        "Write a source, or its beginning and '*', in at most 200 characters.");
            }
        }
        return sources;
    }

    private static List<String> few(Form form, String field, List<String> some) {
        if (some.size() > MOST) {
            form.refuse("too-many", field, "Name at most " + MOST + ".");
        }
        return List.copyOf(new TreeSet<>(some));
    }

    private static @Nullable Instant expires(Form form, Instant now) {
        Instant at = form.time("expiresAt");
        if (at != null && !at.isAfter(now)) {
            form.refuse("expires-in-past", "expiresAt", "Give a time that is still to come.");
        }
        // As the database holds it: the log says the same.
        return at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
    }
}
