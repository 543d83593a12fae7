package io.effekt.ingest.form;

import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kernel.Slug;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One measurement while it is being read, whatever it is written in. Takes the fields in any order
 * and keeps the first thing that is wrong; {@link #finish} judges the whole. Used again for the
 * next one after {@link #clear()}. Not safe for use by two threads.
 */
public final class MeasurementBuilder {
    /** The attribute that every CloudEvent has, and no measurement. */
    private static final String EVENT_MARK = "specversion";

    private static final int ID_LENGTH = 100;
    private static final int SOURCE_LENGTH = 200;
    private static final int TEXT_LENGTH = 2_000;
    private static final int LABEL_LENGTH = 100;
    private static final int MOST_DIMENSIONS = 5;

    private static final Refusal EVENT =
            new Refusal(
                    "malformed",
                    "/" + EVENT_MARK,
                    "this is a CloudEvent: send it as "
                            + BodyMediaTypes.EVENT
                            + ", a list of them as "
                            + BodyMediaTypes.EVENTS
                            + ", and say so in the content type");

    private final LastValueCache<Scope> recentScope = new LastValueCache<>(Scope::parse);
    private final LastValueCache<Period> recentPeriod = new LastValueCache<>(Period::parse);
    private final LastValueCache<String> recentKpi = new LastValueCache<>(Slug::require);
    private final LastValueCache<ParseResult<String>> recentSource =
            new LastValueCache<>(text -> FreeText.uriReference(text, SOURCE_LENGTH));

    private final Set<Field> seen = EnumSet.noneOf(Field.class);
    private final Map<Field, String> texts = new EnumMap<>(Field.class);
    private final SortedMap<String, String> dimensions = new TreeMap<>();
    private final ContentBuilder content = new ContentBuilder();
    private @Nullable Scope scope;
    private @Nullable Instant observedAt;
    private @Nullable Period period;
    private @Nullable Refusal refusal;
    private boolean isEvent;

    /** Kept apart: a retraction's time is ignored, and that it is one may be read later. */
    private @Nullable Refusal timeRefusal;

    public void clear() {
        seen.clear();
        texts.clear();
        dimensions.clear();
        content.clear();
        scope = null;
        observedAt = null;
        period = null;
        refusal = null;
        isEvent = false;
        timeRefusal = null;
    }

    /** Notes that something is wrong; only the first is kept. */
    public void refuse(String code, String pointer, String detail) {
        if (refusal == null) {
            refusal = new Refusal(code, pointer, detail);
        }
    }

    void unknown(String name) {
        isEvent |= name.equals(EVENT_MARK);
        if (refusal != null) {
            // Looking for the nearest name costs more than reading it: once is enough.
            return;
        }
        String meant =
                Field.nearest(name).map(n -> "; did you mean '" + n + "'?").orElse("; take it out");
        refuse(
                "malformed",
                "/" + Quoted.pointer(name),
                "'" + Quoted.text(name) + "' is no field of a measurement" + meant);
    }

    /** False, with a refusal, when the field was there before. */
    boolean claim(Field field) {
        boolean first = seen.add(field);
        if (!first && refusal == null) {
            refuse(
                    "malformed",
                    field.pointer(),
                    "'" + field.fieldName() + "' is given twice; give it once");
        }
        return first;
    }

    void wrongType(Field field, String expected) {
        refuse(field, ParseResult.Fault.malformed("has to be " + expected));
    }

    public void text(Field field, String text) {
        switch (field) {
            case ID, CORRECTS, RETRACTS -> keep(field, FreeText.name(text, ID_LENGTH));
            case SOURCE -> keep(field, recentSource.of(text));
            case COMMENT, REASON -> keep(field, FreeText.prose(text, TEXT_LENGTH));
            case KPI -> kpi(text);
            case SCOPE -> scope(text);
            case OBSERVED_AT -> observedAt(text);
            case PERIOD -> period(text);
            case VALUE, WEIGHT, NUMERATOR, DENOMINATOR, SCORES, DIMENSIONS ->
                    throw new IllegalArgumentException(field + " is no text");
        }
    }

    public void number(Field field, ParseResult<BigDecimal> reading) {
        switch (reading) {
            case ParseResult.Value<BigDecimal>(BigDecimal number) -> content.number(field, number);
            case ParseResult.Fault<BigDecimal> fault -> refuse(field, fault);
        }
    }

    void openScores() {
        content.openScores();
    }

    public void score(String score, ParseResult<BigDecimal> count) {
        ParseResult.Fault<BigDecimal> fault = content.score(score, count);
        if (fault != null && refusal == null) {
            refuse(
                    fault.code(),
                    "/scores/" + Quoted.pointer(score),
                    "'scores." + Quoted.text(score) + "' " + fault.detail());
        }
    }

    public void dimension(String name, String label) {
        if (refusal != null) {
            return;
        }
        String pointer = "/dimensions/" + Quoted.pointer(name);
        if (FreeText.name(name, LABEL_LENGTH) instanceof ParseResult.Fault || name.contains("=")) {
            refuse(
                    "malformed",
                    pointer,
                    "the name of a dimension has 1 to 100 characters, none of them '=' or a"
                            + " control character");
        } else if (FreeText.name(label, LABEL_LENGTH) instanceof ParseResult.Fault<String> fault) {
            String field = "'dimensions." + Quoted.text(name) + "' ";
            refuse(fault.code(), pointer, field + fault.detail());
        } else if (dimensions.put(name, label) != null) {
            refuse("malformed", pointer, "a dimension is given twice; give it once");
        } else if (dimensions.size() > MOST_DIMENSIONS) {
            refuse("unknown_dimension", pointer, "a KPI allows at most 5 dimensions");
        }
    }

    private void keep(Field field, ParseResult<String> reading) {
        switch (reading) {
            case ParseResult.Value<String>(String text) -> texts.put(field, text);
            case ParseResult.Fault<String> fault -> refuse(field, fault);
        }
    }

    private void refuse(Field field, ParseResult.Fault<?> fault) {
        String detail = "'" + field.fieldName() + "' " + fault.detail();
        if (field != Field.OBSERVED_AT && field != Field.PERIOD) {
            refuse(fault.code(), field.pointer(), detail);
        } else if (timeRefusal == null) {
            timeRefusal = new Refusal(fault.code(), field.pointer(), detail);
        }
    }

    private void kpi(String text) {
        keep(Field.KPI, FreeText.name(text, SOURCE_LENGTH));
        try {
            recentKpi.of(text);
        } catch (IllegalArgumentException e) {
            refuse(
                    Field.KPI,
                    ParseResult.Fault.malformed("is the key of no KPI: " + e.getMessage()));
        }
    }

    private void scope(String text) {
        keep(Field.SCOPE, FreeText.name(text, SOURCE_LENGTH));
        try {
            scope = recentScope.of(text);
        } catch (IllegalArgumentException e) {
            refuse(Field.SCOPE, ParseResult.Fault.malformed("cannot be read: " + e.getMessage()));
        }
    }

    private void observedAt(String text) {
        switch (InstantText.read(text)) {
            case ParseResult.Value<Instant>(Instant instant) -> observedAt = instant;
            case ParseResult.Fault<Instant> fault -> refuse(Field.OBSERVED_AT, fault);
        }
    }

    private void period(String text) {
        try {
            Period read = recentPeriod.of(text);
            int year = read.start().getYear();
            if (year < InstantText.FIRST_YEAR || year > InstantText.LAST_YEAR) {
                refuse(
                        Field.PERIOD,
                        ParseResult.Fault.invalid("has to lie in the years 1970 to 2199"));
            }
            period = read;
        } catch (IllegalArgumentException e) {
            refuse(
                    Field.PERIOD,
                    ParseResult.Fault.malformed(
                            "has to be written 2026-03-31, 2026-W14, 2026-03, 2026-Q1, 2026-H1 or"
                                    + " 2026"));
        }
    }

    /**
     * Judges what was read.
     *
     * @param bytes the item as it came; asked for only when it is refused
     */
    public ParsedItem finish(int index, Defaults defaults, Supplier<byte[]> bytes) {
        fillIn(Field.SOURCE, defaults.source(), SOURCE_LENGTH);
        fillIn(Field.ID, defaults.id(), ID_LENGTH);
        String id = texts.get(Field.ID);
        String kpi = texts.get(Field.KPI);
        Refusal wrong = isEvent ? EVENT : refusal != null ? refusal : fault();
        if (wrong != null || id == null || kpi == null || scope == null) {
            return new ParsedItem.Refused(
                    index,
                    texts.get(Field.SOURCE),
                    id,
                    kpi,
                    texts.get(Field.SCOPE),
                    wrong != null ? wrong : missing(),
                    bytes.get());
        }
        boolean retraction = texts.containsKey(Field.RETRACTS);
        return new ParsedItem.WellFormed(
                index,
                new ParsedMeasurement(
                        texts.get(Field.SOURCE),
                        id,
                        kpi,
                        scope,
                        retraction ? null : observedAt,
                        retraction ? null : period,
                        content.content(),
                        dimensions,
                        texts.get(Field.COMMENT),
                        texts.get(Field.CORRECTS),
                        texts.get(Field.RETRACTS),
                        texts.get(Field.REASON)));
    }

    /** A client's name need not be a URI-reference. */
    private void fillIn(Field field, @Nullable String text, int most) {
        if (text != null && !texts.containsKey(field)) {
            keep(field, FreeText.name(text, most));
        }
    }

    /** The first required field that is not there. */
    private Refusal missing() {
        Field field =
                !texts.containsKey(Field.ID)
                        ? Field.ID
                        : !texts.containsKey(Field.KPI) ? Field.KPI : Field.SCOPE;
        return new Refusal("malformed", field.pointer(), "'" + field.fieldName() + "' is required");
    }

    private @Nullable Refusal fault() {
        if (!texts.containsKey(Field.ID) || !texts.containsKey(Field.KPI) || scope == null) {
            return missing();
        }
        Refusal link = linkFault();
        if (link != null) {
            return link;
        }
        if (texts.containsKey(Field.RETRACTS)) {
            return content.isEmpty()
                    ? null
                    : Refusal.of("malformed", "a retraction holds no numbers; take them out");
        }
        if (timeRefusal != null) {
            return timeRefusal;
        }
        if ((observedAt == null) == (period == null)) {
            return new Refusal(
                    "malformed",
                    Field.OBSERVED_AT.pointer(),
                    "give either 'observedAt' or 'period', and not both");
        }
        return content.fault();
    }

    private @Nullable Refusal linkFault() {
        String corrects = texts.get(Field.CORRECTS);
        String retracts = texts.get(Field.RETRACTS);
        if (corrects == null && retracts == null) {
            return null;
        }
        if (corrects != null && retracts != null) {
            return Refusal.of("malformed", "give either 'corrects' or 'retracts', and not both");
        }
        Field link = corrects != null ? Field.CORRECTS : Field.RETRACTS;
        if (texts.getOrDefault(Field.REASON, "").isBlank()) {
            return new Refusal(
                    "malformed",
                    Field.REASON.pointer(),
                    "'" + link.fieldName() + "' needs a 'reason' beside it");
        }
        String id = texts.get(Field.ID);
        return id == null || !id.equals(texts.get(link))
                ? null
                : new Refusal(
                        "malformed",
                        link.pointer(),
                        "'" + link.fieldName() + "' names the measurement itself; give a new id");
    }
}
