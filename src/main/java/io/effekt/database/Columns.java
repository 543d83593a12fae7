package io.effekt.database;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns rows into the arrays that {@code unnest} takes: one array a column. */
public final class Columns {
    private Columns() {}

    public static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
        @Nullable String[] array = new String[rows.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = column.apply(rows.get(i));
        }
        return array;
    }

    public static <T> @Nullable Long[] longs(List<T> rows, Function<T, @Nullable Long> column) {
        @Nullable Long[] array = new Long[rows.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = column.apply(rows.get(i));
        }
        return array;
    }

    public static <T> Boolean[] booleans(List<T> rows, Function<T, Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    public static <T> @Nullable Integer[] integers(
            List<T> rows, Function<T, @Nullable Integer> column) {
        @Nullable Integer[] array = new Integer[rows.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = column.apply(rows.get(i));
        }
        return array;
    }

    public static <T> java.util.@Nullable UUID[] uuids(
            List<T> rows, Function<T, java.util.@Nullable UUID> column) {
        java.util.@Nullable UUID[] array = new java.util.UUID[rows.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = column.apply(rows.get(i));
        }
        return array;
    }

    public static <T> @Nullable OffsetDateTime[] times(
            List<T> rows, Function<T, @Nullable Instant> column) {
        @Nullable OffsetDateTime[] array = new OffsetDateTime[rows.size()];
        for (int i = 0; i < array.length; i++) {
            Instant instant = column.apply(rows.get(i));
            array[i] = instant == null ? null : instant.atOffset(ZoneOffset.UTC);
        }
        return array;
    }

    public static <T> @Nullable Buffer[] bytes(
            List<T> rows, Function<T, byte @Nullable []> column) {
        @Nullable Buffer[] array = new Buffer[rows.size()];
        for (int i = 0; i < array.length; i++) {
            byte[] bytes = column.apply(rows.get(i));
            array[i] = bytes == null ? null : Buffer.buffer(bytes);
        }
        return array;
    }

    /** A time as PostgreSQL's client takes it. */
    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
