package io.effekt.eventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Draws changes that a superuser may make to stored history, with the positions they show at. */
final class LogChanges {
    private static final String COLUMNS =
            "source_id, id, kind, observed_at, period, value, weight, numerator, denominator, scores,"
                    + " replaces_part, replaces_seq, decided_at, import_id, actor, kafka_offset,"
                    + " text_hash, chain_hash, series_id";
    private static final String PLAIN =
            "replaces_seq is null and not exists (select from measurement_link l"
                    + " where l.part = m.part and l.seq = m.seq)";

    /** Each column of a measurement, and something else for it. */
    private static final Map<String, String> COLUMN_OF_MEASUREMENT =
            Map.ofEntries(
                    Map.entry("weight", "coalesce(weight, 0) + 1"),
                    Map.entry("numerator", "coalesce(numerator, 0) + 1"),
                    Map.entry("denominator", "coalesce(denominator, 0) - 0.1"),
                    Map.entry("scores", "array_append(scores, 1)"),
                    Map.entry("observed_at", "observed_at + interval '1 microsecond'"),
                    Map.entry("recorded_at", "recorded_at + interval '1 microsecond'"),
                    Map.entry("period", "coalesce(period, '') || '1'"),
                    Map.entry("id", "id || ' '"),
                    Map.entry("kind", "2 - kind"),
                    Map.entry("actor", "actor || 'x'"),
                    Map.entry("import_id", "gen_random_uuid()"),
                    Map.entry("decided_at", "decided_at + 1"),
                    Map.entry("kafka_offset", "kafka_offset + 1"),
                    Map.entry("series_id", "series_id % 5 + 1"),
                    Map.entry("source_id", "source_id % 2 + 1"),
                    Map.entry("replaces_part", "0"),
                    Map.entry("replaces_seq", "2"),
                    Map.entry("text_hash", "sha256(coalesce(text_hash, ''))"),
                    Map.entry("chain_hash", "sha256(chain_hash)"));

    private static final Map<String, String> COLUMN_OF_DECISION =
            Map.of(
                    "type", "type || ' '",
                    "version", "version + 1000",
                    "subject", "subject || 'x'",
                    "recorded_at", "recorded_at - interval '1 microsecond'",
                    "actor", "'somebody'",
                    "request_id", "gen_random_uuid()",
                    "data", "replace(data, ',', ', ')",
                    "reason_hash", "sha256(coalesce(reason_hash, ''))",
                    "chain_hash", "sha256(chain_hash)");

    private final Connection connection;
    private final Random random;

    LogChanges(Connection connection, Random random) {
        this.connection = connection;
        this.random = random;
    }

    /**
     * @param sql what is done
     * @param shows the first bad position of each partition that has one
     * @param forged partition whose chain is made anew afterwards, or null
     */
    record Change(
            String name,
            List<String> sql,
            Map<Integer, Long> shows,
            @org.jspecify.annotations.Nullable Integer forged) {
        static Change of(String name, Map<Integer, Long> shows, String... sql) {
            return new Change(name, List.of(sql), shows, null);
        }
    }

    record Place(int part, long seq) {
        String where() {
            return "part = " + part + " and seq = " + seq;
        }

        Map<Integer, Long> only() {
            return Map.of(part, seq);
        }
    }

    private interface Kind {
        Change draw() throws SQLException;
    }

    private Change noStore() {
        return Change.of("no store", Map.of(-1, 1L), "delete from effekt.store_identity");
    }

    private Change storeElsewhere() {
        return Change.of(
                "the store's number",
                Map.of(-1, 1L),
                "update effekt.store_identity set number = number + 1");
    }

    private Change otherStore() {
        return Change.of(
                "another store's id",
                Map.of(-1, 1L),
                "update effekt.store_identity set id = gen_random_uuid()");
    }

    private Change storeAsNew() {
        return Change.of(
                "why the store has its id",
                Map.of(-1, 1L),
                "update effekt.store_identity set cause = cause || ' and mine'");
    }

    private Change storeWithoutSeal() {
        return Change.of(
                "the store's seal",
                Map.of(-1, 1L),
                "update effekt.store_identity set seal = sha256(seal)");
    }

    /** One of every kind, in any order. */
    List<Change> round() throws SQLException {
        List<Kind> kinds =
                new ArrayList<>(
                        List.of(
                                this::tinyValue,
                                this::anotherDigit,
                                this::swappedValues,
                                this::deleted,
                                this::twice,
                                this::afterTheHead,
                                this::swappedOrder,
                                this::endless,
                                this::ownHashMadeAnew,
                                this::comment,
                                this::reason,
                                this::salt,
                                this::newText,
                                this::textOfNothing,
                                this::seriesWord,
                                this::sourceName,
                                this::noSeries,
                                this::noLink,
                                this::otherLink,
                                this::newLink,
                                this::linkTime,
                                this::noIdentity,
                                this::identityElsewhere,
                                this::identityContent,
                                this::identityOffset,
                                this::newIdentity,
                                this::noDecision,
                                this::swappedDecisions,
                                this::decisionReason,
                                this::headColumn,
                                this::headOnward,
                                this::headBack,
                                this::noHead,
                                this::epochColumn,
                                this::epochEarlier,
                                this::noEpoch,
                                this::newEpoch,
                                this::otherPartition,
                                this::noStore,
                                this::storeElsewhere,
                                this::otherStore,
                                this::storeAsNew,
                                this::storeWithoutSeal));
        COLUMN_OF_MEASUREMENT.forEach((column, value) -> kinds.add(() -> column(column, value)));
        COLUMN_OF_DECISION.forEach((column, value) -> kinds.add(() -> decision(column, value)));
        java.util.Collections.shuffle(kinds, random);
        List<Change> round = new ArrayList<>();
        for (Kind kind : kinds) {
            round.add(kind.draw());
        }
        return round;
    }

    /** The end is cut off and the head set back, all in order. */
    Change cutOff(int part) throws SQLException {
        long head = number("select seq from log_head where part = " + part);
        long left = head - 1 - random.nextInt(15);
        String after = "part = " + part + " and seq > " + left;
        List<String> sql = new ArrayList<>();
        if (part < 0) {
            sql.add("delete from decision where seq > " + left);
            sql.add("delete from decision_text where seq > " + left);
        } else {
            sql.add("delete from measurement where " + after);
            sql.add("delete from measurement_text where " + after);
            sql.add("delete from measurement_identity where " + after);
            sql.add(
                    "delete from measurement_link where by_part = %d and by_seq > %d"
                            .formatted(part, left));
            sql.add("delete from measurement_link where " + after);
        }
        sql.add(
                "delete from log_epoch where part = %d and from_seq > %d"
                        .formatted(part, left + 1));
        return new Change("cut off", sql, Map.of(part, left + 1), part);
    }

    /** Something is changed, and all hashes from there on are made anew. */
    Change rewritten(int part) throws SQLException {
        long head = number("select seq from log_head where part = " + part);
        Place place =
                part < 0 ? new Place(-1, 1 + random.nextLong(head)) : plain("m.part = " + part);
        String sql =
                part < 0
                        ? "update decision set actor = 'somebody' where seq = " + place.seq
                        : "update measurement set actor = 'somebody' where " + place.where();
        return new Change("rewritten", List.of(sql), place.only(), part);
    }

    private Change column(String column, String value) throws SQLException {
        Place place =
                plain(
                        column.equals("scores")
                                ? "scores is not null"
                                : column.equals("kind") ? "kind <> 1" : "true");
        return Change.of(
                column,
                place.only(),
                "update measurement set %s = %s where %s".formatted(column, value, place.where()));
    }

    private Change decision(String column, String value) throws SQLException {
        long seq = decision();
        return Change.of(
                "decision's " + column,
                Map.of(-1, seq),
                "update decision set %s = %s where seq = %d".formatted(column, value, seq));
    }

    private Change tinyValue() throws SQLException {
        Place place = plain("value is not null");
        return Change.of(
                "a tiny part of a value",
                place.only(),
                "update measurement set value = value - 0.000000000001 where " + place.where());
    }

    private Change anotherDigit() throws SQLException {
        Place place = plain("value is not null");
        return Change.of(
                "a zero at the end",
                place.only(),
                "update measurement set value = (value::text || '0')::numeric where "
                        + place.where());
    }

    private Change swappedValues() throws SQLException {
        Place one = plain("value is not null");
        Place other =
                plain(
                        "value is not null and m.part = %d and m.seq > 12 and value <> (select value from measurement where %s)"
                                .formatted(one.part, one.where()));
        return Change.of(
                "values swapped",
                Map.of(one.part, Math.min(one.seq, other.seq)),
                "update measurement m set value = o.value from measurement o where m.part = %1$d and o.part = %1$d and ((m.seq = %2$d and o.seq = %3$d) or (m.seq = %3$d and o.seq = %2$d))"
                        .formatted(one.part, one.seq, other.seq));
    }

    private Change deleted() throws SQLException {
        // Also one that supersedes another, or is superseded.
        Place place = any("measurement", "true");
        return Change.of("deleted", place.only(), "delete from measurement where " + place.where());
    }

    private Change twice() throws SQLException {
        Place place = plain("true");
        String hours = random.nextBoolean() ? "+ interval '1 hour'" : "- interval '1 day'";
        return Change.of(
                "inserted",
                place.only(),
                "insert into measurement (part, seq, recorded_at, %1$s) select part, seq, recorded_at %2$s, %1$s from measurement where %3$s"
                        .formatted(COLUMNS, hours, place.where()));
    }

    private Change afterTheHead() throws SQLException {
        Place place = plain("true");
        long head = number("select seq from log_head where part = " + place.part);
        return Change.of(
                "appended without the head",
                Map.of(place.part, head + 1),
                "insert into measurement (part, seq, recorded_at, %1$s) select part, %2$d, recorded_at, %1$s from measurement where %3$s"
                        .formatted(COLUMNS, head + 1, place.where()));
    }

    private Change swappedOrder() throws SQLException {
        Place one = any("measurement", "true");
        Place other = any("measurement", "part = %d and seq <> %d".formatted(one.part, one.seq));
        return Change.of(
                "order swapped",
                Map.of(one.part, Math.min(one.seq, other.seq)),
                "update measurement set seq = -1 where " + one.where(),
                "update measurement set seq = %d where %s".formatted(one.seq, other.where()),
                "update measurement set seq = %d where part = %d and seq = -1"
                        .formatted(other.seq, one.part));
    }

    private Change endless() throws SQLException {
        Place place = plain("value is not null");
        return Change.of(
                "values that are none",
                place.only(),
                "update measurement set observed_at = 'infinity', value = 'NaN' where "
                        + place.where());
    }

    private Change ownHashMadeAnew() throws SQLException {
        Place place = plain("m.seq < 70");
        return new Change(
                "hash of one made anew",
                List.of("update measurement set actor = 'somebody' where " + place.where()),
                Map.of(place.part, place.seq + 1),
                null);
    }

    private Change comment() throws SQLException {
        Place place = any("measurement_text", "comment is not null");
        return Change.of(
                "comment",
                place.only(),
                "update measurement_text set comment = comment || '.' where " + place.where());
    }

    private Change reason() throws SQLException {
        Place place = any("measurement_text", "reason is not null");
        return Change.of(
                "reason",
                place.only(),
                "update measurement_text set reason = null, comment = reason where "
                        + place.where());
    }

    private Change salt() throws SQLException {
        Place place = any("measurement_text", "true");
        return Change.of(
                "salt",
                place.only(),
                "update measurement_text set salt = sha256(salt) where " + place.where());
    }

    private Change newText() throws SQLException {
        Place place = plain("text_hash is null");
        return Change.of(
                "a comment added",
                place.only(),
                "insert into measurement_text values (%d, %d, 'salt', 'fine', null)"
                        .formatted(place.part, place.seq));
    }

    private Change textOfNothing() throws SQLException {
        long head = number("select seq from log_head where part = 7");
        return Change.of(
                "a comment of nothing",
                Map.of(7, head + 5),
                "insert into measurement_text values (7, %d, 'salt', 'fine', null)"
                        .formatted(head + 5));
    }

    private Change seriesWord() throws SQLException {
        long id =
                number(
                        "select series_id from measurement order by md5(seq || '%d') limit 1"
                                .formatted(random.nextInt()));
        String word = List.of("kpi", "scope", "dimensions").get(random.nextInt(3));
        return Change.of(
                "series",
                firstOf("series_id = " + id),
                "update series set %1$s = %1$s || 'x' where id = %2$d".formatted(word, id));
    }

    private Change sourceName() throws SQLException {
        int id = 1 + random.nextInt(2);
        return Change.of(
                "source",
                firstOf("source_id = " + id),
                "update source set name = 'SAP' where id = " + id);
    }

    private Change noSeries() throws SQLException {
        long id = number("select max(series_id) from measurement");
        return Change.of(
                "series gone", firstOf("series_id = " + id), "delete from series where id = " + id);
    }

    private Map<Integer, Long> firstOf(String where) throws SQLException {
        Map<Integer, Long> first = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select part, min(seq) from measurement where "
                                        + where
                                        + " group by part")) {
            while (row.next()) {
                first.put(row.getInt(1), row.getLong(2));
            }
        }
        return first;
    }

    private Change noLink() throws SQLException {
        Place place = any("measurement_link", "true");
        return Change.of(
                "link gone", place.only(), "delete from measurement_link where " + place.where());
    }

    private Change linkTime() throws SQLException {
        Place place = any("measurement_link", "true");
        return Change.of(
                "time of a link",
                place.only(),
                "update measurement_link set recorded_at = recorded_at + interval '1 microsecond' where "
                        + place.where());
    }

    private Change otherLink() throws SQLException {
        Place place = any("measurement_link", "true");
        return Change.of(
                "another link",
                place.only(),
                "update measurement_link set by_seq = %d where %s"
                        .formatted(plain("m.part = " + by(place).part).seq, place.where()));
    }

    private Place by(Place place) throws SQLException {
        return new Place(
                (int) number("select by_part from measurement_link where " + place.where()),
                number("select by_seq from measurement_link where " + place.where()));
    }

    private Change newLink() throws SQLException {
        Place place = plain("true");
        Place by = random.nextBoolean() ? plain("true") : new Place(5, 1);
        return Change.of(
                "a link added",
                place.only(),
                "insert into measurement_link values (%d, %d, %d, %d, now())"
                        .formatted(place.part, place.seq, by.part, by.seq));
    }

    private Change noIdentity() throws SQLException {
        Place place = any("measurement", "true");
        return Change.of(
                "id forgotten",
                place.only(),
                "delete from measurement_identity where " + place.where());
    }

    private Change identityElsewhere() throws SQLException {
        Place place = any("measurement", "true");
        String where =
                List.of("seq = seq + 1", "part = 5", "seq = 0", "id_hash = gen_random_uuid()")
                        .get(random.nextInt(4));
        return Change.of(
                "id elsewhere: " + where,
                place.only(),
                "update measurement_identity set %s where %s".formatted(where, place.where()));
    }

    private Change identityContent() throws SQLException {
        Place place = any("measurement", "true");
        return Change.of(
                "content of an id",
                place.only(),
                "update measurement_identity set content_hash = gen_random_uuid() where "
                        + place.where());
    }

    private Change identityOffset() throws SQLException {
        Place place = any("measurement", random.nextBoolean() ? "kafka_offset = -1" : "true");
        return Change.of(
                "offset of an id",
                place.only(),
                "update measurement_identity set kafka_offset = kafka_offset + 1 where "
                        + place.where());
    }

    private Change newIdentity() throws SQLException {
        Place place = random.nextBoolean() ? any("measurement", "true") : new Place(5, 9);
        return Change.of(
                "an id added",
                place.only(),
                "insert into measurement_identity values (1, gen_random_uuid(), gen_random_uuid(), %d, %d, 0)"
                        .formatted(place.part, place.seq));
    }

    private long decision() throws SQLException {
        return 1 + random.nextLong(number("select count(*) from decision"));
    }

    private Change noDecision() throws SQLException {
        long seq = decision();
        return Change.of(
                "decision deleted", Map.of(-1, seq), "delete from decision where seq = " + seq);
    }

    private Change swappedDecisions() throws SQLException {
        long one = 1 + random.nextLong(20);
        long other = one + 1 + random.nextLong(20);
        return Change.of(
                "decisions swapped",
                Map.of(-1, one),
                "update decision set seq = -1 where seq = " + one,
                "update decision set seq = %d where seq = %d".formatted(one, other),
                "update decision set seq = %d where seq = -1".formatted(other));
    }

    private Change decisionReason() throws SQLException {
        long seq =
                number(
                        "select seq from decision_text order by md5(seq || '%d') limit 1"
                                .formatted(random.nextInt()));
        return Change.of(
                "reason of a decision",
                Map.of(-1, seq),
                "update decision_text set reason = 'no reason' where seq = " + seq);
    }

    private Change headColumn() throws SQLException {
        int part = List.of(-1, 0, 3, 7, 9).get(random.nextInt(5));
        String change =
                List.of(
                                "recorded_at = recorded_at + interval '1 microsecond'",
                                "chain_hash = sha256(chain_hash)",
                                "topic_id = 'another'",
                                "kafka_offset = kafka_offset + 1",
                                "seal = sha256('')")
                        .get(random.nextInt(5));
        return Change.of(
                "head: " + change,
                Map.of(part, head(part)),
                "update log_head set %s where part = %d".formatted(change, part));
    }

    private Change headOnward() throws SQLException {
        int part = List.of(-1, 0, 3, 9).get(random.nextInt(4));
        String column = random.nextBoolean() ? "seq" : "epoch";
        return Change.of(
                "head: onward " + column,
                Map.of(part, head(part) + 1),
                "update log_head set %1$s = %1$s + 1 where part = %2$d".formatted(column, part));
    }

    private Change headBack() throws SQLException {
        int part = List.of(-1, 0, 3).get(random.nextInt(3));
        return Change.of(
                "head: back",
                Map.of(part, head(part) - 1),
                "update log_head set seq = seq - 1 where part = " + part);
    }

    private Change noHead() throws SQLException {
        int part = List.of(-1, 0, 9).get(random.nextInt(3));
        return Change.of(
                "head gone", Map.of(part, 1L), "delete from log_head where part = " + part);
    }

    private long head(int part) throws SQLException {
        return number("select seq from log_head where part = " + part);
    }

    private Change epochColumn() throws SQLException {
        int part = epoch();
        String change =
                List.of(
                                "topic_id = 'another'",
                                "cause = 'nothing'",
                                "epoch = 9",
                                "from_seq = from_seq + 1",
                                "chain_hash = sha256('')",
                                "recorded_at = recorded_at + interval '1 microsecond'")
                        .get(random.nextInt(6));
        return Change.of(
                "epoch: " + change,
                Map.of(part, fromSeq(part)),
                "update log_epoch set %s where part = %d".formatted(change, part));
    }

    private Change epochEarlier() throws SQLException {
        int part = random.nextBoolean() ? 3 : 7;
        return Change.of(
                "epoch earlier",
                Map.of(part, fromSeq(part) - 1),
                "update log_epoch set from_seq = from_seq - 1 where part = " + part);
    }

    private Change noEpoch() throws SQLException {
        int part = epoch();
        return Change.of(
                "epoch gone",
                Map.of(part, fromSeq(part)),
                "delete from log_epoch where part = " + part);
    }

    private Change newEpoch() {
        return Change.of(
                "an epoch added",
                Map.of(0, 5L),
                "insert into log_epoch values (0, 1, 5, 'topic', 'why not', now(), 'hash')");
    }

    private int epoch() {
        return List.of(-1, 3, 7).get(random.nextInt(3));
    }

    private long fromSeq(int part) throws SQLException {
        return number("select from_seq from log_epoch where part = " + part);
    }

    private Change otherPartition() throws SQLException {
        Place place = any("measurement", "true");
        return Change.of(
                "in a partition that is not there",
                Map.of(place.part, place.seq, 12, place.seq),
                "update measurement set part = 12 where " + place.where());
    }

    private Place plain(String where) throws SQLException {
        return place("measurement m", PLAIN + " and " + where);
    }

    private Place any(String table, String where) throws SQLException {
        return place(table + " m", where);
    }

    private Place place(String from, String where) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select m.part, m.seq from %s where %s order by md5(m.part || ' ' || m.seq || '%d') limit 1"
                                        .formatted(from, where, random.nextInt()))) {
            row.next();
            return new Place(row.getInt(1), row.getLong(2));
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
