package io.effekt.bi.odata;

import io.effekt.bi.DidYouMean;
import io.effekt.bi.Function;
import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.Datasets;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Names that are not there: which one it is, the nearest that is, and where it stands. */
record NameFault(Datasets datasets) {
    private static final int LONGEST = 60;
    private static final String CODE = "invalid-question";

    /** Functions that OData has and this service does not. */
    private static final Set<String> NOT_HERE =
            Set.of(
                    "cast",
                    "isof",
                    "time",
                    "fractionalseconds",
                    "totaloffsetminutes",
                    "totalseconds",
                    "maxdatetime",
                    "mindatetime",
                    "matchespattern",
                    "hassubset",
                    "hassubsequence",
                    "case",
                    "geo.distance",
                    "geo.length",
                    "geo.intersects",
                    "any",
                    "all");

    /** Functions of older versions and of other languages. */
    private static final Map<String, String> OTHERWISE =
            Map.of(
                    "substringof",
                    "contains",
                    "len",
                    "length",
                    "lower",
                    "tolower",
                    "upper",
                    "toupper",
                    "ceil",
                    "ceiling",
                    "today",
                    "now");

    /** A column that the set does not have. */
    ProblemException property(Dataset set, String option, String name) {
        List<String> known = names(set);
        if (option.equals("$select") || option.equals("$expand")) {
            set.links().forEach(link -> known.add(link.name()));
        }
        Optional<DatasetLink> owner =
                set.links().stream()
                        .filter(link -> datasets.target(link).column(name).isPresent())
                        .findFirst();
        String sentence = "There is no property '%s' in %s".formatted(cut(name), set.name());
        if (owner.isEmpty() && NearestWord.to(name, known).isEmpty()) {
            for (DatasetLink link : set.links()) {
                Optional<String> near = NearestWord.to(name, names(datasets.target(link)));
                if (near.isPresent()) {
                    return wrong(
                            option,
                            "%s; did you mean '%s' of %s, which '$expand=%s($select=%s)' shows?"
                                    .formatted(
                                            sentence,
                                            near.get(),
                                            link.target(),
                                            link.name(),
                                            near.get()));
                }
            }
        }
        return owner.map(link ->
                        wrong(
                                option,
                                "%s; it is one of %s, which '$expand=%s($select=%s)' shows"
                                        .formatted(
                                                sentence, link.target(), link.name(), cut(name))))
                .orElseGet(() -> asking(option, sentence, name, known));
    }

    /** The name of a function that there is. */
    static String function(String name, String option) {
        List<String> known = functions();
        if (known.contains(name)) {
            return name;
        }
        String small = name.toLowerCase(Locale.ROOT);
        if (NOT_HERE.contains(small) || OTHERWISE.containsKey(small)) {
            throw missingFunction(name, option);
        }
        String sentence = "There is no function '%s'".formatted(cut(name));
        ProblemException near = asking(option, sentence, name, known);
        throw DidYouMean.of(name, known).isPresent()
                ? near
                : wrong(option, sentence + "; there are " + String.join(", ", known));
    }

    /** A function that OData has and this service does not. */
    static ProblemException missingFunction(String name, String option) {
        String other = OTHERWISE.get(name.toLowerCase(Locale.ROOT));
        if (other != null) {
            return wrong(
                    option,
                    "There is no function '%s'; did you mean '%s'?".formatted(cut(name), other));
        }
        return Refused.because(
                501,
                "not-implemented",
                option,
                "This service does not have the function '%s'; it has %s."
                        .formatted(cut(name), String.join(", ", functions())));
    }

    private static List<String> functions() {
        return Arrays.stream(Function.values()).map(Function::word).distinct().sorted().toList();
    }

    /** A word where an operator has to stand. */
    static ProblemException operator(String option, String word, Collection<String> known) {
        return wrong(
                option,
                "There is no operator '%s'; %s"
                        .formatted(
                                cut(word),
                                DidYouMean.of(word, known)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElseGet(() ->
                                                "there are "
                                                        + String.join(
                                                                ", ",
                                                                known.stream()
                                                                        .sorted()
                                                                        .toList()))));
    }

    /** Names with a slash between them. */
    ProblemException path(Dataset set, String option, String first, String second) {
        Optional<DatasetLink> link =
                set.links().stream().filter(one -> one.name().equals(first)).findFirst();
        if (link.isEmpty()) {
            return set.column(first).isPresent()
                    ? wrong(
                            option,
                            "'%s' has no parts: leave out '/%s'".formatted(cut(first), cut(second)))
                    : property(set, option, first);
        }
        if (second.startsWith("$")) {
            return Refused.because(
                    501,
                    "not-implemented",
                    option,
                    "This service does not have '%s/%s' in %s."
                            .formatted(cut(first), cut(second), option));
        }
        Dataset other = datasets.target(link.get());
        if (!second.equals("*") && other.column(second).isEmpty()) {
            return property(other, option, second);
        }
        return Refused.because(
                501,
                "not-implemented",
                option,
                ("'%s/%s' belongs to another set, and %s takes columns of %s alone; '$expand=%s"
                                + "($select=%s)' shows it, and %s can be asked by itself.")
                        .formatted(
                                cut(first),
                                cut(second),
                                option,
                                set.name(),
                                first,
                                cut(second),
                                link.get().target()));
    }

    /** A name of the schema where columns are named. */
    static ProblemException qualified(Dataset set, String option, String name) {
        return wrong(
                option,
                "'%s' names no column of %s, and there are no actions or functions: name its columns, or '*' for all of them"
                        .formatted(cut(name), set.name()));
    }

    /** What is to be expanded and is no link. */
    static ProblemException link(Dataset set, String name) {
        List<String> known = set.links().stream().map(DatasetLink::name).toList();
        if (set.column(name).isPresent()) {
            return wrong(
                    "$expand",
                    "'%s' is a column of %s, and there without $expand; what can be expanded: %s"
                            .formatted(cut(name), set.name(), String.join(", ", known)));
        }
        return wrong(
                "$expand",
                "%s has nothing to expand by the name '%s'; %s"
                        .formatted(
                                set.name(),
                                cut(name),
                                DidYouMean.of(name, known)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElseGet(() ->
                                                known.isEmpty()
                                                        ? "leave $expand out"
                                                        : "there are "
                                                                + String.join(", ", known))));
    }

    /** A set that there is not. */
    ProblemException set(String name) {
        List<String> known =
                Stream.concat(datasets.all().stream().map(Dataset::name), Stream.of("$metadata"))
                        .toList();
        String sentence =
                "There is no such set as '%s'%s The root of the service lists them."
                        .formatted(cut(name), DidYouMean.ask(name, known));
        return Problem.refused(404, List.of(new Refusal("not-found", "path", sentence)))
                .exception();
    }

    /** A key that does not fit. */
    static ProblemException key(Dataset set) {
        StringBuilder key = new StringBuilder(set.name()).append('(');
        for (Column column : set.key()) {
            String value =
                    switch (column.type()) {
                        case TEXT -> "'…'";
                        case DAY -> "2026-01-31";
                        default -> "1";
                    };
            key.append(key.charAt(key.length() - 1) == '(' ? "" : ",")
                    .append(column.name())
                    .append('=')
                    .append(value);
        }
        return wrong(
                "path",
                "The key in the address cannot be read: one row of %s is %s)"
                        .formatted(set.name(), key));
    }

    private static ProblemException asking(
            String option, String sentence, String name, Collection<String> known) {
        return wrong(option, sentence + DidYouMean.ask(name, known));
    }

    private static List<String> names(Dataset set) {
        return new ArrayList<>(set.columns().stream().map(Column::name).toList());
    }

    static ProblemException wrong(String option, String sentence) {
        boolean ends = sentence.endsWith(".") || sentence.endsWith("?");
        return Refused.because(400, CODE, option, ends ? sentence : sentence + ".");
    }

    static String cut(String text) {
        String printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "\ufffd");
        return printable.length() > LONGEST ? printable.substring(0, LONGEST) + "…" : printable;
    }
}
