package io.effekt.bi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class BiViewsTest {
    private static final Set<String> PLAIN =
            Set.of(
                    "text",
                    "date",
                    "integer",
                    "smallint",
                    "bigint",
                    "numeric",
                    "double precision",
                    "boolean",
                    "timestamp with time zone");

    @Inject Database database;

    @Test
    void theViewsHaveExactlyTheColumnsThatTheSetsDescribe() {
        for (Dataset set : ProgramDatasets.all()) {
            List<String> described =
                    set.columns().stream()
                            .map(c -> c.sql() + " " + c.type() + " " + c.description())
                            .toList();
            List<String> there = new ArrayList<>();
            for (Row row :
                    database.query(
                            """
                            select a.attname, format_type(a.atttypid, null),
                                col_description(a.attrelid, a.attnum)
                            from pg_attribute a
                            where a.attrelid = $1::text::regclass and a.attnum > 0
                            order by a.attnum
                            """,
                            set.view())) {
                there.add(row.getString(0) + " " + type(row.getString(1)) + " " + row.getString(2));
            }
            assertEquals(String.join("\n", described), String.join("\n", there), set.name());
            assertEquals(set.description(), comment(set.view()));
        }
    }

    @Test
    void theyHoldPlainTypesAndAreReadWithTheRightsOfTheReader() {
        for (Row row :
                database.query(
                        """
                        select c.relname, c.reloptions::text, (select string_agg(distinct
                            format_type(a.atttypid, null), ',') from pg_attribute a
                            where a.attrelid = c.oid and a.attnum > 0),
                            obj_description(c.oid)
                        from pg_class c where c.relnamespace = 'bi'::regnamespace
                        """)) {
            String view = row.getString(0);
            assertTrue(row.getString(1).contains("security_invoker"), view);
            assertTrue(row.getString(1).contains("security_barrier"), view);
            for (String type : row.getString(2).split(",", -1)) {
                assertTrue(PLAIN.contains(type), view + " has " + type);
            }
            assertTrue(row.getString(3) != null, view + " says nothing of itself");
        }
    }

    private String comment(String view) {
        return database.query("select obj_description($1::text::regclass)", view)
                .iterator()
                .next()
                .getString(0);
    }

    private static ColumnType type(String sql) {
        return switch (sql) {
            case "text" -> ColumnType.TEXT;
            case "date" -> ColumnType.DAY;
            case "timestamp with time zone" -> ColumnType.MOMENT;
            case "boolean" -> ColumnType.BOOLEAN;
            case "integer", "smallint" -> ColumnType.INTEGER;
            case "bigint" -> ColumnType.LONG;
            case "numeric" -> ColumnType.DECIMAL;
            default -> ColumnType.DOUBLE;
        };
    }
}
