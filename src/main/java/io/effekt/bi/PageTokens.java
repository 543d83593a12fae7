package io.effekt.bi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.CurrentCaller;
import io.effekt.eventstore.RecordSigner;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Page tokens as one word of an address, signed with what they belong to: a token that was changed,
 * or that is sent by another client or with another question, is none of ours.
 */
@ApplicationScoped
public class PageTokens {
    private static final int SIGNATURE = 16;

    /** A little less than what stood before is kept for. */
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(110);

    private final RecordSigner seals;
    private final CurrentCaller caller;
    private final InstantSource clock;

    public PageTokens(RecordSigner seals, CurrentCaller caller, InstantSource clock) {
        this.seals = seals;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * What a token belongs to: who asks, within a request, and what for.
     *
     * @param rows the set and all options that decide on its rows
     */
    public String question(String rows) {
        return caller.get().actor() + "\n" + rows;
    }

    /**
     * @param question see {@link #question(String)}
     */
    public String write(PageToken token, String question) {
        ObjectNode json = Json.object();
        ArrayNode last = json.putArray("l");
        token.last().forEach(last::add);
        ArrayNode log = json.putArray("b");
        token.picture().log().forEach(log::add);
        json.put("s", token.picture().snapshot());
        json.put("t", token.picture().takenAt());
        json.put("n", token.left());
        byte[] body = Json.write(json).getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(signature(body, question), SIGNATURE + body.length);
        System.arraycopy(body, 0, whole, SIGNATURE, body.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** Empty when it is none of ours for that question, or too old for its picture. */
    public Optional<PageToken> read(String word, String question) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(word);
            if (whole.length <= SIGNATURE) {
                return Optional.empty();
            }
            byte[] body = Arrays.copyOfRange(whole, SIGNATURE, whole.length);
            byte[] signature = Arrays.copyOf(whole, SIGNATURE);
            return MessageDigest.isEqual(signature, signature(body, question))
                    ? Optional.of(read(Json.read(body))).filter(this::isFresh)
                    : Optional.empty();
        } catch (IllegalArgumentException | MalformedJson e) {
            return Optional.empty();
        }
    }

    private boolean isFresh(PageToken token) {
        long age = clock.instant().getEpochSecond() - token.picture().takenAt();
        return token.picture().snapshot().isEmpty() || age < LONGEST_LOAD.toSeconds();
    }

    private byte[] signature(byte[] body, String question) {
        return Arrays.copyOf(seals.sign("page", question, body), SIGNATURE);
    }

    private static PageToken read(JsonNode json) {
        List<@Nullable String> last = new ArrayList<>();
        json.required("l").forEach(cell -> last.add(cell.textValue()));
        List<Long> log = new ArrayList<>();
        json.required("b").forEach(seq -> log.add(seq.longValue()));
        SnapshotMark picture =
                new SnapshotMark(
                        log, json.required("s").textValue(), json.required("t").longValue());
        return new PageToken(last, picture, json.required("n").longValue());
    }
}
