package io.effekt.access.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.chain.FirstDivergence;
import io.effekt.eventstore.chain.HeadsDocument;
import io.effekt.eventstore.chain.LogReport;
import io.effekt.eventstore.chain.SignedHeads;
import io.effekt.eventstore.chain.SigningKey;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What goes in and out about the log itself. */
final class LogDocument {
    static final String UNSIGNED =
            "The service has no key to sign with: set EFFEKT_LOG_SIGNING_KEY_FILE to a file made"
                    + " with openssl genpkey -algorithm ed25519.";

    private static final int MOST = 1_000;
    private static final Set<String> DOCUMENT =
            Set.of(
                    "store",
                    "takenAt",
                    "heads",
                    "signed",
                    "signature",
                    "keyId",
                    "publicKey",
                    "note");
    private static final Set<String> HEAD =
            Set.of("part", "seq", "recordedAt", "chainHash", "epoch");

    private LogDocument() {}

    /** Where the log stands. */
    @Schema(name = "LogHeads")
    record Heads(
            @Schema(description = "The id of the store") UUID store,
            Instant takenAt,
            @Schema(description = "The decisions (-1) and partitions 0 to 11") List<Head> heads,
            @Schema(
                            description =
                                    "The same three as compact JSON: the signature is over the"
                                            + " UTF-8 of this text")
                    String signed,
            @Schema(description = "Ed25519, Base64; null without a key") @Nullable String signature,
            @Schema(
                            description =
                                    "The first 64 bits of the SHA-256 of the public key in DER",
                            examples = "9f86d081884c7d65")
                    @Nullable String keyId,
            @Schema(description = "PEM") @Nullable String publicKey,
            @Schema(description = "Why they are not signed, and the cure") @Nullable String note) {}

    /** Where one partition stands. */
    @Schema(name = "LogHead")
    record Head(
            int part,
            @Schema(description = "The number of the last entry") long seq,
            Instant recordedAt,
            @Schema(description = "The hash over everything up to there, hexadecimal")
                    String chainHash,
            @Schema(description = "How often the partition went on with another Kafka topic")
                    int epoch) {}

    /** What is to be compared. */
    @Schema(name = "LogVerificationRequest")
    record Request(
            @Schema(
                            description =
                                    "Answers of GET /log/head that were kept elsewhere; a single one"
                                            + " may stand without the list")
                    @Nullable List<Heads> heads) {}

    /** A verification. */
    @Schema(name = "LogVerification")
    record Verification(
            UUID id,
            @Schema(enumeration = {"running", "done", "failed"}) String state,
            Instant startedAt,
            @Schema(description = "How many entries have been hashed again") long entries,
            @Schema(description = "Whether all is as it was appended; null until that is known")
                    @Nullable Boolean verified,
            @Nullable List<Partition> partitions,
            @Schema(description = "What the heads that were given are worth, in their order")
                    @Nullable List<Saved> saved) {}

    /** What was found in one partition. */
    @Schema(name = "VerifiedPartition")
    record Partition(
            int part,
            @Schema(description = "The last entry that is as it was appended") long upTo,
            @Nullable Bad firstBad) {}

    /** Where history is not what it was. */
    @Schema(name = "FirstBadPosition")
    record Bad(
            long seq,
            @Schema(
                            description =
                                    "The earliest position where it may have begun; less than seq"
                                            + " only where a saved head tells of a rewriting")
                    long since,
            String what) {}

    /** What one document of saved heads is worth. */
    @Schema(name = "SavedHeads")
    record Saved(
            @Schema(description = "Why they prove nothing; null when they were compared")
                    @Nullable String problem) {}

    static ObjectNode json(HeadsDocument document, Optional<SigningKey> key) {
        String text = document.text();
        ObjectNode json = document.json().put("signed", text);
        json.put("signature", key.map(k -> k.sign(text)).orElse(null));
        json.put("keyId", key.map(k -> k.verifying().id()).orElse(null));
        json.put("publicKey", key.map(k -> k.verifying().pem()).orElse(null));
        return json.put("note", key.isPresent() ? null : UNSIGNED);
    }

    static ObjectNode json(LogVerification.Run run) {
        Optional<LogReport> found = run.found();
        ObjectNode json =
                Json.object()
                        .put("id", run.id().toString())
                        .put(
                                "state",
                                run.isUnderWay()
                                        ? "running"
                                        : found.isPresent() ? "done" : "failed")
                        .put("startedAt", run.startedAt().toString())
                        .put("entries", run.entries().sum())
                        .put("verified", found.map(LogReport::isVerified).orElse(null));
        json.set("partitions", found.<JsonNode>map(LogDocument::partitions).orElse(null));
        json.set("saved", found.<JsonNode>map(LogDocument::saved).orElse(null));
        return json;
    }

    private static ArrayNode partitions(LogReport report) {
        ArrayNode partitions = Json.array();
        for (LogReport.Partition partition : report.partitions()) {
            ObjectNode json =
                    partitions
                            .addObject()
                            .put("part", partition.part())
                            .put("upTo", partition.upTo());
            json.set("firstBad", partition.firstBad().map(LogDocument::bad).orElse(null));
        }
        return partitions;
    }

    private static ObjectNode bad(FirstDivergence bad) {
        return Json.object()
                .put("seq", bad.seq())
                .put("since", bad.since())
                .put("what", bad.what());
    }

    private static ArrayNode saved(LogReport report) {
        ArrayNode saved = Json.array();
        report.heads().forEach(h -> saved.addObject().put("problem", h.problem().orElse(null)));
        return saved;
    }

    /** The saved heads of a body, which may be absent. */
    static List<SignedHeads> request(byte @Nullable [] body) {
        List<SignedHeads> saved = new ArrayList<>();
        if (body == null || body.length == 0) {
            return saved;
        }
        JsonNode heads = object(body).path("heads");
        if (heads.isArray() && heads.size() > MOST) {
            throw refused("/heads", "Give at most " + MOST + " saved heads.");
        }
        if (heads.isObject()) {
            saved.add(signed(heads, "/heads"));
        } else if (heads.isArray()) {
            heads.forEach(one -> saved.add(signed(one, "/heads/" + saved.size())));
        } else if (!heads.isMissingNode() && !heads.isNull()) {
            throw refused("/heads", "Send an answer of GET /api/v1/log/head, or a list of them.");
        }
        return saved;
    }

    private static JsonNode object(byte[] body) {
        try {
            JsonNode json = Json.read(body);
            if (!json.isObject()) {
                throw refused("", "Send a JSON object.");
            }
            json.fieldNames()
                    .forEachRemaining(name -> {
                        if (!name.equals("heads")) {
                            throw refused("/" + name, "The body has one field, 'heads'.");
                        }
                    });
            return json;
        } catch (MalformedJson e) {
            throw Problem.malformed(e.sentence()).exception();
        }
    }

    private static SignedHeads signed(JsonNode heads, String place) {
        fields(heads, place, DOCUMENT);
        int number = 0;
        for (JsonNode head : heads.path("heads")) {
            fields(head, place + "/heads/" + number++, HEAD);
        }
        if (!heads.path("signed").isTextual()) {
            throw refused(place + "/signed", "Send the answer of GET /api/v1/log/head as it was.");
        }
        return new SignedHeads(
                heads.path("signed").textValue(),
                heads.path("signature").textValue(),
                heads.path("keyId").textValue());
    }

    private static void fields(JsonNode object, String place, Set<String> known) {
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        throw refused(
                                place + "/" + name,
                                "GET /api/v1/log/head answers no such field: send its answer as it was.");
                    }
                });
    }

    private static RuntimeException refused(String place, String detail) {
        return Problem.refused(422, List.of(new Refusal("invalid-heads", place, detail)))
                .exception();
    }
}
