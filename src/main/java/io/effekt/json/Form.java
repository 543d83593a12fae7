package io.effekt.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.kernel.Digits;
import io.effekt.kernel.GivenTime;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.PlainText;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Slug;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
    private static final String KEY_FORM =
            "A key is 1 to 63 characters of a-z, 0-9 and '-', and begins with a letter or a digit.";

    private final ObjectNode object;
    private final String place;
    private final List<Refusal> refusals;
    private final Set<String> known = new LinkedHashSet<>();

    private Form(JsonNode node, String place, List<Refusal> refusals) {
        this.place = place;
        this.refusals = refusals;
        if (node instanceof ObjectNode itself) {
            this.object = itself;
        } else {
            this.object = Json.object();
            refusals.add(new Refusal("wrong-type", place, "Send a JSON object here."));
        }
    }

    /** A form of the whole tree, with a list of refusals of its own. */
    public static Form of(JsonNode node) {
        return new Form(node, "", new ArrayList<>());
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

    /** Fields that are shown but cannot be set: whoever sends back what it read is not refused. */
    public Form readOnly(String... fields) {
        known.addAll(List.of(fields));
        return this;
    }

    public void refuse(String code, String field, String detail) {
        refusals.add(new Refusal(code, pointer(field), detail));
    }

    public boolean has(String field) {
        return node(field) != null;
    }

    public @Nullable String text(String field) {
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
        OptionalInt hidden = PlainText.hidden(text);
        if (hidden.isPresent()) {
            refuse("invalid-text", field, "It " + PlainText.refusal(hidden.getAsInt()) + ".");
            return null;
        }
        return text;
    }

    public String requiredText(String field) {
        return required(field, text(field), "");
    }

    /** A key of another resource. */
    public @Nullable String key(String field) {
        String text = text(field);
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
        BigDecimal number = node.decimalValue();
        if (!Digits.fit(number)) {
            refuse("invalid-number", field, "Give at most 30 digits, 12 of them after the point.");
            return null;
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    public @Nullable LocalDate date(String field) {
        String text = text(field);
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
        String text = text(field);
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
        String text = text(field);
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
        String meant =
                NearestWord.to(text, words).map(w -> " Did you mean '" + w + "'?").orElse("");
        refuse("unknown-word", field, "Use one of " + String.join(", ", words) + "." + meant);
        return null;
    }

    public <E extends Enum<E>> E requiredWord(
            String field, Class<E> type, Function<E, String> word) {
        return required(field, word(field, type, word), type.getEnumConstants()[0]);
    }

    /** A map from a word to a text; empty when absent. */
    public Map<String, String> texts(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode node = node(field);
        if (node == null) {
            return texts;
        }
        Form inner = new Form(node, pointer(field), refusals);
        for (String name : inner.names()) {
            String text = inner.text(name);
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
            if (items.get(i).isTextual() && Texts.canBeStored(items.get(i).textValue())) {
                String text = items.get(i).textValue();
                String place = pointer(field) + "/" + i;
                PlainText.hidden(text)
                        .ifPresent(point ->
                                refusals.add(
                                        new Refusal(
                                                "invalid-text",
                                                place,
                                                "It " + PlainText.refusal(point) + ".")));
                texts.add(text);
            } else {
                refusals.add(
                        new Refusal(
                                "wrong-type",
                                pointer(field) + "/" + i,
                                "Write it as text, in quotation marks."));
            }
        }
        return texts;
    }

    /** A list of keys of other resources; empty when absent. */
    public List<String> keys(String field) {
        List<String> keys = textList(field);
        for (int i = 0; i < keys.size(); i++) {
            if (!Slug.isValid(keys.get(i))) {
                refusals.add(new Refusal("invalid-key", pointer(field) + "/" + i, KEY_FORM));
            }
        }
        return keys;
    }

    /** A list of objects, each read by the function; empty when absent. */
    public <T> List<T> objects(String field, Function<Form, @Nullable T> read) {
        List<T> objects = new ArrayList<>();
        List<JsonNode> items = items(field);
        for (int i = 0; i < items.size(); i++) {
            Form inner = new Form(items.get(i), pointer(field) + "/" + i, refusals);
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
        return node == null || !node.isObject() ? null : new Form(node, pointer(field), refusals);
    }

    /** The object as it was sent, for whoever reads it later. */
    public ObjectNode tree() {
        return object;
    }

    /** Ends the reading of an object inside. */
    public void unknown() {
        for (String name : names()) {
            if (!known.contains(name)) {
                String meant =
                        NearestWord.to(name, known)
                                .map(word -> " Did you mean '" + word + "'?")
                                .orElse("");
                refuse("unknown-field", name, "There is no such field here: leave it out." + meant);
            }
        }
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
