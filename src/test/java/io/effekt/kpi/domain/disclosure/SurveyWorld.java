package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.DefinitionEvent.HeldReleased;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.disclosure.Eras.Era;
import io.effekt.kpi.domain.disclosure.SurveyHistory.Comparison;
import io.effekt.kpi.domain.evaluation.Journal;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.domain.evaluation.TestWorld;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Corrections;
import io.effekt.kpi.domain.measurement.EffectiveMeasurement;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.ReleaseRules;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.Series;
import io.effekt.kpi.domain.measurement.Timing;
import io.effekt.organization.Membership;
import io.effekt.organization.Organisation;
import io.effekt.organization.OrganisationEvent;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A random organisation that asks its people over some months, in which every single answer is
 * known: small groups, teams that move inside a month, corrections, releases of what came late, and
 * definitions that change: teams, streams and the KPI are retired and defined again, elsewhere or
 * nowhere, one by one or together, with releases and corrections between.
 */
final class SurveyWorld {
    private static final String KEY = KpiDraft.scores(Aggregation.MEAN).kpi().key();
    private static final int LIMIT = 5;
    static final List<Period> MONTHS =
            List.of(Period.parse("2026-01"), Period.parse("2026-02"), Period.parse("2026-03"));

    /** One person's answer; the same as long as it stays the same. */
    static final class Answer {
        final int score;

        Answer(int score) {
            this.score = score;
        }
    }

    /** A measurement with the answers it counts. */
    record Sent(Measurement measurement, List<Answer> answers) {}

    private final SplittableRandom random;
    private final boolean lettingAnswersMove;
    private final boolean trials;
    private final List<String> streams = new ArrayList<>();
    private final Map<KpiScope, Baseline> baselines = new HashMap<>();
    private final List<String> scopes = new ArrayList<>(List.of("org"));
    private final List<Sent> sent = new ArrayList<>();
    private final SurveyHistory history;
    private final Comparison comparison;
    private boolean isLate;
    private Instant recordedAt = Instant.parse("2026-01-01T00:00:00Z");

    SurveyWorld(SplittableRandom random) {
        this(random, false, Comparison.STATES);
    }

    /**
     * @param lettingAnswersMove whether a release may take answers from one closed month to
     *     another, which the rules forbid
     * @param comparison of what is shown with what was
     */
    SurveyWorld(SplittableRandom random, boolean lettingAnswersMove, Comparison comparison) {
        this.random = random;
        this.lettingAnswersMove = lettingAnswersMove;
        this.comparison = comparison;
        trials = chance(0.15);
        Kpi kpi =
                defined(
                        trials && chance(0.5) ? null : Integer.valueOf(LIMIT),
                        chance(0.1) ? RollUp.NONE : RollUp.POOLED,
                        chance(0.15) ? List.of("zone", "floor") : List.of(),
                        KpiRules.DEFAULT_GRACE_DAYS);
        history = new SurveyHistory(organisation(), kpi);
        for (Period month : MONTHS) {
            month(month);
        }
        baselines();
        late();
    }

    private Kpi defined(
            @Nullable Integer limit, RollUp rollUp, List<String> dimensions, int graceDays) {
        KpiDraft draft =
                trials
                        ? KpiDraft.ratio().unit("share").trials()
                        : KpiDraft.scores(Aggregation.MEAN);
        return draft.direction(Direction.NEUTRAL)
                .minGroupSize(limit)
                .rollUp(rollUp)
                .dimensions(dimensions.toArray(new String[0]))
                .graceDays(graceDays)
                .kpi();
    }

    /** Somebody defines the KPI again, as far as the rules let them. */
    private DefinitionEvent redefined() {
        Kpi kpi = kpi();
        Integer limit = kpi.minGroupSize();
        Kpi proposed =
                defined(
                        limit == null ? Integer.valueOf(LIMIT) : limit + random.nextInt(4),
                        chance(0.2) ? any(List.of(RollUp.NONE, RollUp.POOLED)) : kpi.rollUp(),
                        chance(0.4)
                                ? any(List.of(List.of(), List.of("zone"), List.of("zone", "floor")))
                                : kpi().dimensions(),
                        kpi.graceDays() - (chance(0.2) ? random.nextInt(kpi.graceDays() + 1) : 0));
        if (!KpiRules.check(proposed).isEmpty()
                || !KpiRules.checkChange(kpi, proposed, true).isEmpty()) {
            throw new IllegalStateException("may not be: " + proposed);
        }
        return new KpiDefined(proposed);
    }

    private void redefine() {
        decide(redefined());
    }

    private void decide(DefinitionEvent... events) {
        recordedAt = recordedAt.plusSeconds(60);
        history.decide(recordedAt, List.of(events));
    }

    Kpi kpi() {
        return kpi(Instant.MAX);
    }

    /** As it was defined then. */
    Kpi kpi(Instant known) {
        return Objects.requireNonNull(history.at(known).kpis().get(KEY));
    }

    private static ZoneId zone() {
        return KpiRules.DEFAULT_TIME_ZONE;
    }

    List<Sent> sent() {
        return sent;
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Organisation organisation() {
        int many = random.nextInt(1, 5);
        for (int i = 0; i < many; i++) {
            streams.add("s" + i);
            if (chance(0.3)) {
                scopes.add("stream:s" + i);
            }
        }
        if (chance(0.7)) {
            scopes.remove("org");
        }
        Map<String, Team> teams = new TreeMap<>();
        int all = random.nextInt(1, 13);
        for (int i = 0; i < all; i++) {
            LocalDate moved = anyDay();
            List<Membership> memberships =
                    switch (random.nextInt(8)) {
                        case 0 -> List.of();
                        case 1, 2, 3 ->
                                List.of(
                                        member(any(streams), TestWorld.FOUNDED, moved),
                                        member(any(streams), moved, null));
                        default -> List.of(member(any(streams), TestWorld.FOUNDED, null));
                    };
            teams.put("t" + i, team("t" + i, memberships));
            scopes.add("team:t" + i);
        }
        Map<String, ValueStream> defined = new TreeMap<>();
        streams.forEach(key -> defined.put(key, new ValueStream(key, "S", false)));
        return new Organisation(defined, teams);
    }

    private LocalDate anyDay() {
        return MONTHS.getFirst().start().plusDays(random.nextInt(90));
    }

    private static Team team(String key, List<Membership> memberships) {
        return new Team(key, "T", memberships, List.of(), false);
    }

    private static Membership member(String stream, LocalDate from, @Nullable LocalDate to) {
        return new Membership(stream, new DateSpan(from, to));
    }

    private void month(Period month) {
        recordedAt = later(recordedAt, month.startInstant(zone()));
        for (String scope : scopes) {
            int times = chance(0.85) ? random.nextInt(1, 4) : 0;
            for (int i = 0; i < times; i++) {
                send(scope, month, answers(random.nextInt(1, 6)));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Period of = chance(0.3) ? month.previous() : month;
            if (!isClosed(of)) {
                correct(of, any(scopes), chance(0.3));
            }
        }
        if (chance(0.1)) {
            recordedAt = recordedAt.plus(random.nextInt(25), ChronoUnit.DAYS);
            redefine();
        }
        if (!lettingAnswersMove && chance(0.1)) {
            recordedAt = recordedAt.plus(random.nextInt(25), ChronoUnit.DAYS);
            reorganise();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private List<Answer> answers(int count) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(answer());
        }
        return answers;
    }

    private Answer answer() {
        return new Answer(random.nextInt(trials ? 2 : 11));
    }

    private Sent send(String scope, Period month, List<Answer> answers) {
        return send(
                new Series(kpi().key(), Scope.parse(scope), labels()), day(month), answers, null);
    }

    private SortedMap<String, String> labels() {
        TreeMap<String, String> labels = new TreeMap<>();
        for (String dimension : kpi().dimensions()) {
            if (chance(0.8)) {
                labels.put(dimension, any(List.of("a", "b", "c")));
            }
        }
        return labels;
    }

    private Timing day(Period month) {
        LocalDate day = month.start().plusDays(random.nextInt((int) month.days()));
        return new Timing.Moment(day.atTime(12, 0).atZone(zone()).toInstant());
    }

    private Sent send(
            Series series, Timing timing, List<Answer> answers, @Nullable String replaces) {
        recordedAt = recordedAt.plusSeconds(60);
        Sent one =
                new Sent(
                        new Measurement(
                                "test",
                                "m" + sent.size(),
                                series,
                                timing,
                                answers.isEmpty() ? null : content(answers),
                                replaces,
                                recordedAt,
                                0,
                                sent.size()),
                        answers);
        sent.add(one);
        return one;
    }

    private Content content(List<Answer> answers) {
        if (trials) {
            long successes = answers.stream().filter(answer -> answer.score == 1).count();
            return new Content.Ratio(
                    BigDecimal.valueOf(successes), BigDecimal.valueOf(answers.size()));
        }
        Long[] counts = new Long[Content.Scores.COUNTS];
        Arrays.fill(counts, 0L);
        answers.forEach(answer -> counts[answer.score]++);
        return new Content.Scores(List.of(counts));
    }

    /**
     * Replaces one by another of which most is the same, sometimes of another day and with other
     * labels, or takes it out.
     */
    private void correct(Period month, String scope, boolean retract) {
        List<Sent> standing =
                standing(recordedAt, month).stream()
                        .filter(s -> s.measurement().series().scope().toString().equals(scope))
                        .toList();
        if (standing.isEmpty()) {
            return;
        }
        Sent original = any(standing);
        Measurement of = original.measurement();
        if (retract) {
            send(of.series(), of.timing(), List.of(), of.id());
            return;
        }
        Period to = chance(0.2) ? any(MONTHS) : month;
        boolean closed = isClosed(month);
        boolean moves = !to.equals(month);
        boolean refused = ReleaseRules.checkMove(kpi(), month, to, recordedAt).isPresent();
        if (moves && (closed ? refused && !lettingAnswersMove : isClosed(to))) {
            return;
        }
        List<Answer> answers = new ArrayList<>(original.answers());
        for (int i = 0; i < answers.size(); i++) {
            Answer other = answer();
            if (chance(0.3) && other.score != answers.get(i).score) {
                answers.set(i, other);
            }
        }
        if (chance(0.5)) {
            answers.addAll(answers(random.nextInt(1, 8)));
        }
        if (chance(0.2) && answers.size() > 1) {
            answers.remove(random.nextInt(answers.size()));
        }
        if (trials) {
            // Known one by one before there was a limit: a correction that says the same of them
            // tells nothing new.
            answers = asBefore(original.answers(), answers);
        }
        boolean labelledAnew = chance(0.4);
        send(
                new Series(
                        kpi().key(),
                        Scope.parse(scope),
                        labelledAnew ? labels() : of.series().dimensions()),
                moves || chance(0.4) ? day(to) : of.timing(),
                answers,
                of.id());
    }

    private static List<Answer> asBefore(List<Answer> before, List<Answer> now) {
        List<Answer> gone = new ArrayList<>(before);
        gone.removeAll(now);
        List<Answer> same = new ArrayList<>(now);
        for (int i = 0; i < same.size(); i++) {
            int score = same.get(i).score;
            if (!before.contains(same.get(i))) {
                for (Answer answer : gone) {
                    if (answer.score == score) {
                        same.set(i, answer);
                        gone.remove(answer);
                        break;
                    }
                }
            }
        }
        return same;
    }

    private boolean isClosed(Period month) {
        return kpi().minGroupSize() != null && kpi().closes(month, recordedAt);
    }

    private void baselines() {
        for (String scope : scopes) {
            if (chance(0.3)) {
                LocalDate from = MONTHS.getFirst().start().plusDays(chance(0.2) ? 10 : 0);
                LocalDate to = MONTHS.get(random.nextInt(2)).endExclusive();
                baselines.put(
                        new KpiScope(kpi().key(), Scope.parse(scope)),
                        new Baseline.Span(new DateSpan(from, to), false, null));
            }
        }
    }

    /** What comes after all is closed, and is released where the rule lets it. */
    private void late() {
        recordedAt = later(recordedAt, kpi().closing(MONTHS.getLast()));
        if (kpi().minGroupSize() == null) {
            redefine();
        }
        isLate = true;
        for (int i = random.nextInt(4); i > 0; i--) {
            if (!lettingAnswersMove && chance(0.3)) {
                reorganise();
            }
            if (chance(0.15)) {
                redefine();
            }
            lateRound();
        }
        if (!lettingAnswersMove && chance(0.2)) {
            reorganise();
        }
    }

    private void lateRound() {
        Period month = any(MONTHS);
        String scope = any(scopes);
        int before = sent.size();
        Instant began = recordedAt;
        if (chance(0.5)) {
            send(scope, month, answers(random.nextInt(1, 12)));
        }
        for (int c = random.nextInt(4); c > 0; c--) {
            correct(month, scope, chance(0.3));
        }
        release(Scope.parse(scope), before, began);
    }

    /** Others may send and correct while an organisation is being changed. */
    private void meanwhile() {
        if (isLate && chance(0.3)) {
            lateRound();
        }
    }

    /** It turns out that teams belonged elsewhere for some time, said in one of many ways. */
    private void reorganise() {
        String team = any(teams());
        switch (random.nextInt(8)) {
            case 0 -> decide(elsewhere(team));
            case 1 -> moveByRetirement(team);
            case 2 -> {
                moveByRetirement(team);
                moveByRetirement(team);
            }
            case 3 -> {
                decide(defined(team, List.of()));
                meanwhile();
                if (chance(0.7)) {
                    decide(elsewhere(team));
                }
            }
            case 4 -> imports();
            case 5 -> {
                decide(retiredFrom(team, anyDay()));
                meanwhile();
                if (chance(0.7)) {
                    decide(elsewhere(team));
                }
            }
            case 6 -> {
                String stream = any(streams);
                decide(new Organised(new OrganisationEvent.ValueStreamRetired(stream)));
                decide(elsewhere(team));
                decide(
                        new Organised(
                                new OrganisationEvent.ValueStreamDefined(
                                        new ValueStream(stream, "Anew", false))));
            }
            default -> {
                decide(new DefinitionEvent.KpiRetired(kpi().key()));
                if (chance(0.5)) {
                    decide(elsewhere(team));
                }
                redefine();
            }
        }
    }

    private void moveByRetirement(String team) {
        decide(new Organised(new OrganisationEvent.TeamRetired(team)));
        meanwhile();
        decide(elsewhere(team));
    }

    /** Teams of one document, and the KPI with them. */
    private void imports() {
        List<DefinitionEvent> events = new ArrayList<>();
        for (String team : teams()) {
            if (chance(0.4)) {
                events.add(elsewhere(team));
            }
        }
        if (chance(0.4)) {
            events.add(redefined());
        }
        decide(events.toArray(new DefinitionEvent[0]));
    }

    private List<String> teams() {
        return List.copyOf(history.now().organisation().teams().keySet());
    }

    private DefinitionEvent elsewhere(String team) {
        LocalDate moved = anyDay();
        return defined(
                team,
                chance(0.5)
                        ? List.of(member(any(streams), TestWorld.FOUNDED, null))
                        : List.of(
                                member(any(streams), TestWorld.FOUNDED, moved),
                                member(any(streams), moved, null)));
    }

    private static DefinitionEvent defined(String team, List<Membership> memberships) {
        return new Organised(new OrganisationEvent.TeamDefined(team(team, memberships)));
    }

    /** Its memberships end on that day. */
    private DefinitionEvent retiredFrom(String key, LocalDate day) {
        List<Membership> until = new ArrayList<>();
        Team team = Objects.requireNonNull(history.now().organisation().teams().get(key));
        for (Membership m : team.memberships()) {
            LocalDate to = m.span().to();
            if (m.span().from().isBefore(day)) {
                until.add(
                        member(
                                m.valueStream(),
                                m.span().from(),
                                to == null || day.isBefore(to) ? day : to));
            }
        }
        return new Organised(
                new OrganisationEvent.TeamDefined(new Team(key, "T", until, List.of(), true)));
    }

    private void release(Scope scope, int before, Instant began) {
        List<Sent> late = List.copyOf(sent.subList(before, sent.size()));
        Map<Period, List<Content>> added = new TreeMap<>();
        Map<Period, List<Content>> removed = new TreeMap<>();
        for (Sent one : late) {
            if (!one.answers().isEmpty()) {
                contents(added, month(one)).add(content(one.answers()));
                contents(removed, month(one));
            }
            String replaces = one.measurement().replaces();
            sent.stream()
                    .filter(s -> s.measurement().id().equals(replaces))
                    .forEach(s -> contents(removed, month(s)).add(content(s.answers())));
        }
        for (Period month : removed.keySet()) {
            List<Content> standing = new ArrayList<>();
            standing(began, month).stream()
                    .filter(s -> s.measurement().series().scope().equals(scope))
                    .forEach(s -> standing.add(content(s.answers())));
            if (ReleaseRules.check(
                            kpi(), standing, contents(added, month), contents(removed, month))
                    .isPresent()) {
                sent.subList(before, sent.size()).clear();
                recordedAt = began;
                return;
            }
        }
        // Together, at one time.
        Instant at = recordedAt.plusSeconds(1);
        for (int i = before; i < sent.size(); i++) {
            Measurement m = sent.get(i).measurement();
            sent.set(
                    i,
                    new Sent(
                            new Measurement(
                                    m.source(),
                                    m.id(),
                                    m.series(),
                                    m.timing(),
                                    m.content(),
                                    m.replaces(),
                                    at,
                                    m.part(),
                                    m.seq()),
                            sent.get(i).answers()));
        }
        recordedAt = at;
        KpiScope where = new KpiScope(kpi().key(), scope);
        history.decide(
                at,
                removed.keySet().stream()
                        .<DefinitionEvent>map(
                                month -> new HeldReleased(where, month, at, late.size()))
                        .toList());
    }

    private static List<Content> contents(Map<Period, List<Content>> of, Period month) {
        return of.computeIfAbsent(month, any -> new ArrayList<>());
    }

    /** What counts of what was recorded by then, in the month; null for every month. */
    List<Sent> standing(Instant known, @Nullable Period month) {
        List<Measurement> recorded =
                sent.stream()
                        .map(Sent::measurement)
                        .filter(m -> !m.recordedAt().isAfter(known))
                        .toList();
        Set<String> standing =
                Corrections.effective(recorded).stream()
                        .map(Measurement::id)
                        .collect(Collectors.toSet());
        return sent.stream()
                .filter(s -> standing.contains(s.measurement().id()))
                .filter(s -> month == null || month.equals(month(s)))
                .toList();
    }

    Period month(Sent one) {
        return Period.of(kpi().period(), one.measurement().timing().day(zone()));
    }

    Definitions definitions(Instant known) {
        Definitions then = history.at(known);
        return new Definitions(
                then.organisation(),
                then.kpis(),
                then.targets(),
                baselines,
                then.releases(),
                then.overrides(),
                then.versions());
    }

    /** The evaluator of a month, asked about a moment as of another. */
    StatusEvaluator evaluator(Period month, Instant at, Instant known) {
        Journal journal = new Journal(definitions(known), kpi(known), at, known);
        standing(known, null).forEach(s -> journal.add(s.measurement()));
        for (Period each : MONTHS) {
            List<DisclosureHistory.Shown> shown = new ArrayList<>();
            for (Era era : history.showing(KEY, each, known, comparison)) {
                Kpi then = Objects.requireNonNull(era.definitions().kpis().get(KEY));
                shown.add(new DisclosureHistory.Shown(then, held(each, at, era.until())));
            }
            if (!shown.isEmpty()) {
                journal.shownBefore(each, new DisclosureHistory(shown, held(each, at, known)));
            }
        }
        return new StatusEvaluator(journal.inputs(month));
    }

    private List<EffectiveMeasurement> held(Period month, Instant at, Instant known) {
        List<EffectiveMeasurement> held = new ArrayList<>();
        for (Sent one : standing(known, month)) {
            Measurement m = one.measurement();
            List<String> labels = new ArrayList<>();
            m.series().dimensions().forEach((name, value) -> labels.add(name + ":" + value));
            EffectiveMeasurement.of(
                            chain(m),
                            definitions(known).organisation(),
                            zone(),
                            at,
                            m.series().scope(),
                            labels,
                            m.timing(),
                            content(one.answers()),
                            m.observed(zone()))
                    .ifPresent(held::add);
        }
        return held;
    }

    private String chain(Measurement link) {
        String first = link.id();
        for (Sent one : sent.reversed()) {
            Measurement m = one.measurement();
            if (m.id().equals(first) && m.replaces() != null) {
                first = m.replaces();
            }
        }
        return first;
    }

    /**
     * Moments at which somebody may have asked: each time that something changed.
     *
     * @param others moments at which nothing new may be said, too
     */
    List<Instant> moments(boolean others) {
        SortedSet<Instant> moments = new TreeSet<>();
        for (Period month : MONTHS) {
            if (others) {
                moments.add(month.startInstant(zone()).plusSeconds(864_000));
                moments.add(kpi().closing(month).minusSeconds(1));
            }
            moments.add(kpi().closing(month));
        }
        for (Instant change : history.changes()) {
            moments.add(change);
            Instant before = change.minus(1, ChronoUnit.MICROS);
            if (!kpi(before).equals(kpi(change))) {
                moments.add(before);
                MONTHS.forEach(month -> moments.add(kpi(before).closing(month)));
            }
        }
        return List.copyOf(moments);
    }

    /** Where a measurement counts. */
    List<RowKey> places(Measurement m, Instant known) {
        Kpi then = kpi(known);
        List<Scope> at = new ArrayList<>(List.of(m.series().scope()));
        if (then.rollUp() != RollUp.NONE) {
            String stream =
                    definitions(known)
                            .organisation()
                            .streamOf(m.series().scope(), m.timing().day(zone()));
            if (stream != null && m.series().scope() instanceof Scope.Team) {
                at.add(new Scope.Stream(stream));
            }
            if (!at.contains(Scope.ORG)) {
                at.add(Scope.ORG);
            }
        }
        List<RowKey> places = new ArrayList<>();
        for (Scope scope : at) {
            places.add(RowKey.of(scope));
            m.series()
                    .dimensions()
                    .forEach((name, value) -> {
                        if (then.dimensions().contains(name)) {
                            places.add(new RowKey(scope, name + ":" + value));
                        }
                    });
        }
        return places;
    }
}
