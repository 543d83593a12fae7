package io.effekt.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.kernel.Digits;
import io.effekt.kernel.GivenTime;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.PlainText;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Slug;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object read field by field. Everything that is wrong is gathered, each with its JSON
 * Pointer, and answered at once; a field that was not asked for is unknown and refused by {@link
 * #finish}.
 *
 * <p>A method for a required field gives some value of the type also when there is none: what is
 * built from it is thrown away, because the refusal is there.
 */
public final class Form {
    private static final int EARLIEST_YEAR = 1900;
    private static final String NOT_PERMITTED = "not-permitted";

    /** Stands for each that nobody will see: a body may have tens of thousands. */
    private static final Refusal UNLISTED =
            Refusal.of("invalid", "More is wrong than is listed: mend that first.");

    private static final String KEY_FORM =
            "A key is 1 to 63 characters of a-z, 0-9 and '-', and begins with a letter or a digit.";

    private final ObjectNode object;
    private final String place;
    private final List<Refusal> refusals;
    private final boolean isStored;
    private final Set<String> known = new LinkedHashSet<>();

    private Form(JsonNode node, String place, List<Refusal> refusals, boolean isStored) {
        this.isStored = isStored;
        this.place = place;
        this.refusals = refusals;
        if (node instanceof ObjectNode itself) {
            this.object = itself;
        } else {
            this.object = Json.object();
            refuse("wrong-type", "Send a JSON object here.", () -> place);
        }
    }

    /** A form of the whole tree, with a list of refusals of its own. */
    public static Form of(JsonNode node) {
        return new Form(node, "", new ArrayList<>(), false);
    }

    /**
     * A form of what was taken before: it may hold characters that are refused by now, and is read
     * all the same.
     */
    public static Form ofStored(JsonNode node) {
        return new Form(node, "", new ArrayList<>(), true);
    }

    /** What came out: a value, or everything that is wrong. */
    public sealed interface Read<T> {
        record Fine<T>(T value) implements Read<T> {}

        record Wrong<T>(List<Refusal> refusals) implements Read<T> {
            public Wrong {
                refusals = List.copyOf(refusals);
            }
        }

        /**
         * The value.
         *
         * @throws IllegalStateException when something is wrong: for what was checked before
         */
        default T orThrow() {
            return switch (this) {
                case Fine<T>(T value) -> value;
                case Wrong<T>(List<Refusal> wrong) ->
                        throw new IllegalStateException("cannot be read: " + wrong);
            };
        }
    }

    /** Builds the value unless something is wrong, here or in any form below. */
    public <T> Read<T> finish(Supplier<T> value) {
        unknown();
        return refusals.isEmpty() ? new Read.Fine<>(value.get()) : new Read.Wrong<>(refusals);
    }

    /**
     * Fields that are shown but cannot be set: a caller who sends back what it read is not refused.
     */
    public Form readOnly(String... fields) {
        known.addAll(List.of(fields));
        return this;
    }

    public void refuse(String code, String field, String detail) {
        refuse(code, detail, () -> pointer(field));
    }

    private void refuse(String code, String detail, Supplier<String> pointer) {
        boolean isSeen = refusals.size() < Problem.MOST_ERRORS || code.equals(NOT_PERMITTED);
        refusals.add(isSeen ? new Refusal(code, pointer.get(), detail) : UNLISTED);
    }

    public boolean has(String field) {
        return node(field) != null;
    }

    /** A text of one line. */
    public @Nullable String text(String field) {
        return text(field, false);
    }

    /** A text that may have several lines, like a reason; or whose form is looked at afterwards. */
    public @Nullable String prose(String field) {
        return text(field, true);
    }

    private @Nullable String text(String field, boolean mayHaveLines) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            refuse("wrong-type", field, "Write it as text, in quotation marks.");
            return null;
        }
        String text = node.textValue();
        if (!Texts.canBeStored(text)) {
            refuse("invalid-text", field, "Leave out NUL and halves of surrogate pairs.");
            return null;
        }
        OptionalInt hidden = hidden(text, mayHaveLines);
        if (hidden.isPresent()) {
            refuse("invalid-text", field, "It " + PlainText.refusal(hidden.getAsInt()) + ".");
            return null;
        }
        return text;
    }

    private OptionalInt hidden(String text, boolean mayHaveLines) {
        if (isStored) {
            return OptionalInt.empty();
        }
        return mayHaveLines ? PlainText.hidden(text) : PlainText.hiddenInLine(text);
    }

    public String requiredText(String field) {
        return required(field, text(field), "");
    }

    /** A key of another resource. */
    public @Nullable String key(String field) {
        String text = prose(field);
        if (text != null && !Slug.isValid(text)) {
            refuse("invalid-key", field, KEY_FORM);
            return null;
        }
        return text;
    }

    public String requiredKey(String field) {
        return required(field, key(field), "");
    }

    public boolean bool(String field, boolean absent) {
        JsonNode node = node(field);
        if (node != null && !node.isBoolean()) {
            refuse("wrong-type", field, "Write true or false, without quotation marks.");
        }
        return node == null ? absent : node.booleanValue();
    }

    public @Nullable Integer integer(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            refuse("wrong-type", field, "Write a whole number, without quotation marks.");
            return null;
        }
        return node.intValue();
    }

    public @Nullable BigDecimal decimal(String field) {
        JsonNode node = node(field);
        return node == null ? null : decimal(field, node);
    }

    private @Nullable BigDecimal decimal(String field, JsonNode node) {
        if (!node.isNumber()) {
            refuse("wrong-type", field, "Write a number, without quotation marks.");
            return null;
        }
        BigDecimal number = Digits.kept(node.decimalValue());
        if (number == null) {
            refuse(
                    "invalid-number",
                    field,
                    "Give at most 30 digits; more than 12 after the point are rounded away.");
        }
        return number;
    }

    public @Nullable LocalDate date(String field) {
        String text = prose(field);
        if (text == null) {
            return null;
        }
        try {
            return GivenTime.day(text, EARLIEST_YEAR, GivenTime.LAST_YEAR);
        } catch (IllegalArgumentException e) {
            refuse("invalid-date", field, "Write a day that exists, like 2026-03-31.");
            return null;
        }
    }

    /** A time with its zone, in the years 1 to 9999. */
    public @Nullable Instant time(String field) {
        String text = prose(field);
        try {
            return text == null ? null : GivenTime.instant(text, GivenTime.LAST_YEAR);
        } catch (IllegalArgumentException e) {
            refuse(
                    "invalid-time",
                    field,
                    "Write a time with its zone, in the years 1 to 9999, for instance"
                            + " 2027-01-01T00:00:00Z.");
            return null;
        }
    }

    public LocalDate requiredDate(String field) {
        return required(field, date(field), LocalDate.EPOCH);
    }

    /** One of the words of an enumeration. */
    public <E extends Enum<E>> @Nullable E word(
            String field, Class<E> type, Function<E, String> word) {
        String text = prose(field);
        if (text == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (word.apply(constant).equals(text)) {
                return constant;
            }
            words.add(word.apply(constant));
        }
        String meant = meant(text, words);
        refuse("unknown-word", field, "Use one of " + String.join(", ", words) + "." + meant);
        return null;
    }

    public <E extends Enum<E>> E requiredWord(
            String field, Class<E> type, Function<E, String> word) {
        return required(field, word(field, type, word), type.getEnumConstants()[0]);
    }

    /** A map from a word to a text of one line; empty when absent. */
    public Map<String, String> texts(String field) {
        return texts(field, false);
    }

    /** The same for texts that may have several lines. */
    public Map<String, String> proses(String field) {
        return texts(field, true);
    }

    private Map<String, String> texts(String field, boolean mayHaveLines) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode node = node(field);
        if (node == null) {
            return texts;
        }
        Form inner = new Form(node, pointer(field), refusals, isStored);
        for (String name : inner.names()) {
            String text = inner.text(name, mayHaveLines);
            if (text != null) {
                texts.put(name, text);
            }
        }
        return texts;
    }

    /** A list of texts; empty when absent. */
    public List<String> textList(String field) {
        List<String> texts = new ArrayList<>();
        List<JsonNode> items = items(field);
        for (int i = 0; i < items.size(); i++) {
            int at = i;
            if (items.get(i).isTextual() && Texts.canBeStored(items.get(i).textValue())) {
                String text = items.get(i).textValue();
                hidden(text, false)
                        .ifPresent(point ->
                                refuse(
                                        "invalid-text",
                                        "It " + PlainText.refusal(point) + ".",
                                        () -> pointer(field) + "/" + at));
                texts.add(text);
            } else {
                refuse(
                        "wrong-type",
                        "Write it as text, in quotation marks.",
                        () -> pointer(field) + "/" + at);
            }
        }
        return texts;
    }

    /** A list of keys of other resources; empty when absent. */
    public List<String> keys(String field) {
        List<String> keys = textList(field);
        for (int i = 0; i < keys.size(); i++) {
            int at = i;
            if (!Slug.isValid(keys.get(i))) {
                refuse("invalid-key", KEY_FORM, () -> pointer(field) + "/" + at);
            }
        }
        return keys;
    }

    /** A list of objects, each read by the function; empty when absent. */
    public <T> List<T> objects(String field, Function<Form, @Nullable T> read) {
        List<T> objects = new ArrayList<>();
        List<JsonNode> items = items(field);
        for (int i = 0; i < items.size(); i++) {
            Form inner = new Form(items.get(i), pointer(field) + "/" + i, refusals, isStored);
            T object = read.apply(inner);
            inner.unknown();
            if (object != null) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** An object inside; null when absent or when it is no object but something else that is. */
    public @Nullable Form object(String field) {
        JsonNode node = node(field);
        return node == null || !node.isObject()
                ? null
                : new Form(node, pointer(field), refusals, isStored);
    }

    /** The object as it was sent, for later readers. */
    public ObjectNode tree() {
        return object;
    }

    /** Ends the reading of an object inside. */
    public void unknown() {
        for (String name : names()) {
            if (!known.contains(name)) {
                refuse(
                        "unknown-field",
                        name,
                        "There is no such field here: leave it out." + meant(name, known));
            }
        }
    }

    /** Looked for as long as somebody reads it: it costs more than all else. */
    private String meant(String given, Collection<String> words) {
        return refusals.size() >= Problem.MOST_ERRORS
                ? ""
                : NearestWord.to(given, words)
                        .map(word -> " Did you mean '" + word + "'?")
                        .orElse("");
    }

    private <T> T required(String field, @Nullable T value, T placeholder) {
        if (value != null) {
            return value;
        }
        if (node(field) == null) {
            refuse("required", field, "Give this field: it is required.");
        }
        return placeholder;
    }

    private List<JsonNode> items(String field) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode node = node(field);
        if (node != null && !node.isArray()) {
            refuse("wrong-type", field, "Write a list, in square brackets.");
        } else if (node != null) {
            node.forEach(items::add);
        }
        return items;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Null for absent and for null: both mean that it is not given. */
    private @Nullable JsonNode node(String field) {
        known.add(field);
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private String pointer(String field) {
        return place + "/" + Texts.step(field);
    }
}
