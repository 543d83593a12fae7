package io.effekt.bi.odata;

import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.Datasets;
import io.effekt.kernel.ProblemException;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.http.HttpMethod;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.core.uri.parser.Parser;
import org.apache.olingo.server.core.uri.parser.UriParserSemanticException;
import org.apache.olingo.server.core.uri.validator.UriValidator;
import org.jspecify.annotations.Nullable;

/**
 * An address as Olingo reads it. Where Olingo cannot, its own words name neither the option nor the
 * name: each part is then read by itself, and the first that cannot be read is looked at closely.
 */
@Singleton
final class UriReader {
    private static final int LONGEST_MESSAGE = 300;

    /** Addresses beside the sets that OData knows and this service does not have. */
    private static final Set<String> ADDRESSES_OF_ODATA =
            Set.of("$all", "$batch", "$crossjoin", "$entity");

    private static final OData ODATA = OData.newInstance();

    private final Datasets datasets;
    private final NameFault names;
    private final Edm edm;

    UriReader(Datasets datasets) {
        this.datasets = datasets;
        names = new NameFault(datasets);
        edm = Model.edm(datasets);
    }

    Datasets datasets() {
        return datasets;
    }

    NameFault names() {
        return names;
    }

    /**
     * @throws ProblemException naming what is wrong and the option it stands in
     */
    UriInfo read(String path, Options options) {
        try {
            return parsed(path, options);
        } catch (Unread failure) {
            throw named(path, options, failure);
        }
    }

    /** Olingo cannot read it. */
    private static final class Unread extends Exception {
        private static final long serialVersionUID = 1L;

        private final @Nullable String sentence;
        private final boolean isMissing;

        /**
         * @param cause null where Olingo trips, for instance over a link in a list of values
         */
        Unread(@Nullable ODataLibraryException cause) {
            super("unread", cause, false, false);
            sentence =
                    cause == null ? null : cause.getTranslatedMessage(Locale.ENGLISH).getMessage();
            isMissing =
                    cause != null
                            && Set.of(
                                            UriParserSemanticException.MessageKeys.NOT_IMPLEMENTED,
                                            UriParserSemanticException.MessageKeys
                                                    .NOT_IMPLEMENTED_SYSTEM_QUERY_OPTION)
                                    .contains(cause.getMessageKey());
        }
    }

    private UriInfo parsed(String path, Options options) throws Unread {
        try {
            UriInfo read = new Parser(edm, ODATA).parseUri("/" + path, query(options), null, "");
            new UriValidator().validate(read, HttpMethod.GET);
            return read;
        } catch (ODataLibraryException e) {
            throw new Unread(e);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new Unread(null);
        }
    }

    private static String query(Options options) {
        List<String> parts = new ArrayList<>();
        for (String name : Options.EXPRESSIONS) {
            String text = options.get(name);
            if (text != null) {
                parts.add(
                        name
                                + "="
                                + URLEncoder.encode(text, StandardCharsets.UTF_8)
                                        .replace("+", "%20"));
            }
        }
        return String.join("&", parts);
    }

    private ProblemException named(String path, Options options, Unread failure) {
        try {
            parsed(path, options.only(Set.of()));
        } catch (Unread wrong) {
            return ofPath(path, wrong);
        }
        Optional<Dataset> set = datasets.named(first(path));
        for (String option : Options.EXPRESSIONS) {
            String text = options.get(option);
            if (text != null && set.isPresent()) {
                try {
                    parsed(path, options.only(Set.of(option)));
                } catch (Unread wrong) {
                    return ofOption(set.get(), option, text, wrong);
                }
            }
        }
        return unnamed("", failure);
    }

    /** The name before a key or another segment. */
    private static String first(String path) {
        return QueryText.decoded(path).split("[(/]", 2)[0];
    }

    private ProblemException ofPath(String path, Unread wrong) {
        String first = first(path);
        Optional<Dataset> set = datasets.named(first);
        if (wrong.isMissing || ADDRESSES_OF_ODATA.contains(first)) {
            return Refused.because(
                    501,
                    "not-implemented",
                    "path",
                    "This service does not have the address '%s'."
                            .formatted(NameFault.cut(QueryText.decoded(path))));
        }
        if (set.isEmpty()) {
            return names.set(first);
        }
        String rest = QueryText.decoded(path).substring(first.length());
        if (rest.startsWith("(") && rest.endsWith(")")) {
            return NameFault.key(set.get());
        }
        return NameFault.wrong(
                "path",
                "%s has nothing at '%s': a set is read whole, by its key or with /$count, and $select chooses columns"
                        .formatted(first, NameFault.cut(rest)));
    }

    private ProblemException ofOption(Dataset set, String option, String text, Unread wrong) {
        Optional<ProblemException> named =
                switch (option) {
                    case "$select" -> selected(set, option, text);
                    case "$expand" -> expanded(set, text);
                    default -> new ExpressionFault(names, set, option, text).find();
                };
        return named.orElseGet(() -> unnamed(option, wrong));
    }

    private Optional<ProblemException> selected(Dataset set, String option, String list) {
        for (String item : Words.items(list)) {
            String[] path = item.split("/", 2);
            if (item.isEmpty()) {
                return Optional.of(
                        NameFault.wrong(
                                option, "A name is missing: write names with commas between them"));
            }
            if (path.length > 1) {
                return Optional.of(names.path(set, option, path[0], path[1]));
            }
            boolean known =
                    item.equals("*")
                            || set.column(item).isPresent()
                            || set.links().stream().anyMatch(link -> link.name().equals(item));
            if (!known) {
                return Optional.of(names.property(set, option, item));
            }
        }
        return Optional.empty();
    }

    private Optional<ProblemException> expanded(Dataset set, String list) {
        for (String item : Words.items(list)) {
            String name = item.split("[(/]", 2)[0];
            Optional<DatasetLink> link =
                    set.links().stream().filter(one -> one.name().equals(name)).findFirst();
            if (link.isEmpty() && !name.equals("*")) {
                return Optional.of(NameFault.link(set, name));
            }
            if (item.startsWith("/", name.length())) {
                return Optional.of(
                        NameFault.wrong(
                                "$expand",
                                "Nothing is expanded at '%s': write '%s' alone, or with $select in brackets"
                                        .formatted(NameFault.cut(item), NameFault.cut(name))));
            }
            int bracket = item.indexOf("($select=");
            if (link.isPresent() && bracket > 0 && item.endsWith(")")) {
                String inner = item.substring(bracket + "($select=".length(), item.length() - 1);
                Optional<ProblemException> wrong =
                        selected(datasets.target(link.get()), "$expand", inner);
                if (wrong.isPresent()) {
                    return wrong;
                }
            } else if (item.contains("(")) {
                return Optional.of(
                        NameFault.wrong(
                                "$expand",
                                "In the brackets of '%s' stands $select, and nothing else is taken there"
                                        .formatted(NameFault.cut(name))));
            }
        }
        return Optional.empty();
    }

    private static ProblemException unnamed(String option, Unread failure) {
        if (failure.isMissing) {
            return Refused.because(
                    501,
                    "not-implemented",
                    option,
                    "This service does not have that: " + sentence(failure));
        }
        return NameFault.wrong(
                option,
                (option.isEmpty() ? "The address" : option)
                        + " cannot be read: "
                        + sentence(failure));
    }

    private static String sentence(Unread failure) {
        String said = failure.sentence == null ? "types do not fit." : failure.sentence;
        return said.substring(0, Math.min(said.length(), LONGEST_MESSAGE));
    }
}
