package io.effekt.edge.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a body of JSON, without a word on the classes it was meant for. */
final class JsonProblems {
    private static final int LONGEST_NAME = 60;

    private JsonProblems() {}

    static Problem of(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case StreamConstraintsException limit ->
                    Problem.malformed(
                            "The body is nested too deeply or has too long a number"
                                    + place(limit)
                                    + ".");
            case JsonMappingException mapping ->
                    mapping.getCause() instanceof JsonProcessingException cause
                            ? of(cause)
                            : wrong(mapping, "cannot be read as what belongs here");
            default -> Problem.malformed("The body is no JSON" + place(e) + ".");
        };
    }

    private static Problem unknown(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        List<String> names =
                known == null ? List.of() : known.stream().map(Objects::toString).sorted().toList();
        String name = shown(e.getPropertyName());
        String cure =
                NearestWord.to(e.getPropertyName(), names)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; take it out.");
        return refused(
                new Refusal("unknown-field", pointer(e), "'" + name + "' is no field here" + cure));
    }

    private static Problem mismatch(MismatchedInputException e) {
        Class<?> target = e.getTargetType();
        String expected = target == null ? "" : expected(target);
        if (e instanceof InvalidFormatException && target != null && target.isEnum()) {
            String words =
                    List.of(target.getEnumConstants()).stream()
                            .map(word -> word.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
            return wrong(e, "has to be one of " + words);
        }
        if (e.getPath().isEmpty()) {
            return Problem.malformed(
                    "The body has to be a JSON object" + place(e) + ", and only that.");
        }
        return wrong(e, expected.isEmpty() ? "has the wrong type" : "has to be " + expected);
    }

    private static String expected(Class<?> target) {
        if (target == boolean.class || target == Boolean.class) {
            return "true or false";
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return "a number without quotes";
        }
        if (CharSequence.class.isAssignableFrom(target)) {
            return "a text in quotes";
        }
        if (Collection.class.isAssignableFrom(target) || target.isArray()) {
            return "an array";
        }
        return switch (target.getSimpleName()) {
            case "LocalDate" -> "a date like 2026-03-31";
            case "Instant", "OffsetDateTime" -> "a time like 2026-01-17T15:00:00+01:00";
            case "ZoneId" -> "a time zone like Europe/Oslo";
            default -> "";
        };
    }

    private static Problem wrong(JsonMappingException e, String what) {
        String pointer = pointer(e);
        String name = pointer.isEmpty() ? "The body" : "'" + pointer + "'";
        return refused(new Refusal("wrong-type", pointer, name + " " + what + "."));
    }

    private static Problem refused(Refusal refusal) {
        return Problem.refused(400, List.of(refusal));
    }

    private static String pointer(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            String name = step.getFieldName();
            pointer.append('/').append(name == null ? step.getIndex() : escaped(name));
        }
        return pointer.toString();
    }

    private static String escaped(String name) {
        return shown(name).replace("~", "~0").replace("/", "~1");
    }

    private static String shown(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "\ufffd");
    }

    private static String place(JsonProcessingException e) {
        @Nullable JsonLocation location = e.getLocation();
        return location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
