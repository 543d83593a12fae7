package io.effekt.kpi.domain.evaluation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Shape;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.Series;
import io.effekt.kpi.domain.measurement.Timing;
import io.effekt.organization.Membership;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads files of worked cases ({@code status-cases/1}) into the types of the domain. */
public final class StatusCases {
    /** Path of one more file to run, besides the one among the test resources. */
    public static final String MORE = "status.cases";

    private static final List<String> RESOURCES =
            List.of("/status-examples.json", "/status-relative-and-survey.json");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /**
     * A small organisation with its definitions and measurements, and the rows expected at a
     * moment.
     */
    public record World(
            String name,
            Instant at,
            Definitions definitions,
            List<Measurement> measurements,
            List<JsonNode> expected) {}

    private StatusCases() {}

    /** The worlds of the test resources, and of the file that the system property names. */
    public static List<World> all() {
        List<World> worlds = new ArrayList<>();
        try {
            for (String name : RESOURCES) {
                try (InputStream resource = StatusCases.class.getResourceAsStream(name)) {
                    worlds.addAll(worlds(JSON.readTree(resource)));
                }
            }
            String more = System.getProperty(MORE, "");
            if (!more.isBlank()) {
                worlds.addAll(worlds(JSON.readTree(Files.readAllBytes(Path.of(more)))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return worlds;
    }

    private static List<World> worlds(JsonNode file) {
        if (!file.path("format").asText().equals("status-cases/1")) {
            throw new IllegalArgumentException("not a file of status cases");
        }
        List<World> worlds = new ArrayList<>();
        file.path("worlds").forEach(world -> worlds.add(world(world)));
        return worlds;
    }

    private static World world(JsonNode node) {
        Instant at = instant(node, "at");
        List<JsonNode> expected = new ArrayList<>();
        node.path("expected").forEach(expected::add);
        List<Measurement> measurements = new ArrayList<>();
        for (JsonNode measurement : node.path("measurements")) {
            measurements.add(measurement(measurement, at, measurements.size() + 1));
        }
        return new World(node.path("name").asText(), at, definitions(node), measurements, expected);
    }

    static Definitions definitions(JsonNode node) {
        Map<String, ValueStream> streams = new TreeMap<>();
        for (JsonNode stream : node.path("valueStreams")) {
            String key = stream.path("key").asText();
            streams.put(key, new ValueStream(key, stream.path("name").asText(), false));
        }
        Map<String, Team> teams = new TreeMap<>();
        for (JsonNode team : node.path("teams")) {
            teams.put(team.path("key").asText(), team(team));
        }
        Map<String, Kpi> kpis = new TreeMap<>();
        for (JsonNode kpi : node.path("kpis")) {
            kpis.put(kpi.path("key").asText(), kpi(kpi));
        }
        Map<KpiScope, List<Target>> targets = new HashMap<>();
        for (JsonNode target : node.path("targets")) {
            targets.computeIfAbsent(kpiScope(target), any -> new ArrayList<>()).add(target(target));
        }
        Map<KpiScope, Baseline> baselines = new HashMap<>();
        for (JsonNode baseline : node.path("baselines")) {
            baselines.put(kpiScope(baseline), baseline(baseline));
        }
        return new Definitions(new Organisation(streams, teams), kpis, targets, baselines);
    }

    private static KpiScope kpiScope(JsonNode node) {
        return new KpiScope(node.path("kpi").asText(), Scope.parse(node.path("scope").asText()));
    }

    private static Team team(JsonNode node) {
        List<Membership> memberships = new ArrayList<>();
        for (JsonNode membership : node.path("memberships")) {
            memberships.add(
                    new Membership(membership.path("valueStream").asText(), span(membership)));
        }
        return new Team(
                node.path("key").asText(),
                node.path("name").asText(),
                memberships,
                List.of(),
                false);
    }

    private static DateSpan span(JsonNode node) {
        return new DateSpan(
                LocalDate.parse(node.path("from").asText()),
                node.hasNonNull("to") ? LocalDate.parse(node.path("to").asText()) : null);
    }

    private static Kpi kpi(JsonNode node) {
        Shape shape = word(Shape.values(), node.path("shape").asText());
        List<String> dimensions = new ArrayList<>();
        node.path("dimensions").forEach(dimension -> dimensions.add(dimension.asText()));
        return new Kpi(
                node.path("key").asText(),
                1,
                Map.of("en", node.path("key").asText()),
                Map.of(),
                node.path("unit").asText(),
                shape,
                word(Aggregation.values(), node.path("aggregation").asText()),
                word(RollUp.values(), node.path("rollUp").asText()),
                word(Direction.values(), node.path("direction").asText()),
                word(PeriodUnit.values(), node.path("period").asText()),
                node.hasNonNull("timeZone")
                        ? ZoneId.of(node.path("timeZone").asText())
                        : KpiRules.DEFAULT_TIME_ZONE,
                node.path("graceDays").asInt(KpiRules.DEFAULT_GRACE_DAYS),
                node.hasNonNull("minGroupSize")
                        ? Integer.valueOf(node.path("minGroupSize").asInt())
                        : KpiRules.defaultMinGroupSize(shape),
                node.path("favourableFrom").asInt(KpiRules.DEFAULT_FAVOURABLE_FROM),
                node.path("trials").asBoolean(false),
                dimensions,
                null,
                null,
                null,
                node.path("status").asText().equals("retired"));
    }

    private static Target target(JsonNode node) {
        String basis = node.path("basis").asText("absolute");
        JsonNode warning = node.path("warning");
        return new Target(
                span(node),
                word(Comparator.values(), node.path("comparator").asText()),
                word(Basis.values(), basis),
                boundary(node),
                warning.isMissingNode() || warning.isNull()
                        ? null
                        : warning.isObject()
                                ? boundary(warning)
                                : Boundary.of(warning.decimalValue()));
    }

    private static Boundary boundary(JsonNode node) {
        return new Boundary(decimal(node, "value"), decimal(node, "lower"), decimal(node, "upper"));
    }

    private static Baseline baseline(JsonNode node) {
        BigDecimal value = decimal(node, "value");
        return value != null
                ? new Baseline.Fixed(value)
                : new Baseline.Span(span(node), false, null);
    }

    private static Measurement measurement(JsonNode node, Instant recordedAt, long seq) {
        TreeMap<String, String> labels = new TreeMap<>();
        node.path("dimensions")
                .fields()
                .forEachRemaining(label -> labels.put(label.getKey(), label.getValue().asText()));
        String corrects = text(node, "corrects");
        String retracts = text(node, "retracts");
        Timing timing =
                node.hasNonNull("period")
                        ? new Timing.Whole(Period.parse(node.path("period").asText()))
                        : new Timing.Moment(instant(node, "observedAt"));
        return new Measurement(
                node.path("source").asText("test"),
                node.path("id").asText(),
                new Series(
                        node.path("kpi").asText(),
                        Scope.parse(node.path("scope").asText()),
                        labels),
                timing,
                retracts != null ? null : content(node),
                corrects != null ? corrects : retracts,
                recordedAt,
                0,
                seq);
    }

    private static Content content(JsonNode node) {
        if (node.has("scores")) {
            Long[] counts = new Long[Content.Scores.COUNTS];
            Arrays.fill(counts, 0L);
            node.path("scores")
                    .fields()
                    .forEachRemaining(score ->
                            counts[Integer.parseInt(score.getKey())] = score.getValue().asLong());
            return new Content.Scores(List.of(counts));
        }
        if (node.has("value")) {
            BigDecimal weight = decimal(node, "weight");
            return new Content.Number(
                    node.path("value").decimalValue(), weight == null ? BigDecimal.ONE : weight);
        }
        return new Content.Ratio(
                node.path("numerator").decimalValue(), node.path("denominator").decimalValue());
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.path(field).asText() : null;
    }

    private static @Nullable BigDecimal decimal(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.path(field).decimalValue() : null;
    }

    private static Instant instant(JsonNode node, String field) {
        return OffsetDateTime.parse(node.path(field).asText()).toInstant();
    }

    private static <E extends Enum<E>> E word(E[] values, String word) {
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(java.util.Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown word " + word));
    }
}
