package io.effekt.access.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.effekt.access.Caller;
import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.database.Tx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names of people, and the ids that stand for them everywhere else. Once a name is erased the id
 * says nothing; who signs in again is somebody new.
 */
@ApplicationScoped
public class People {
    /** Channel of PostgreSQL that tells of somebody who was erased. */
    private static final String CHANNEL = "effekt_person";

    private static final int MOST = 10_000;

    private final Database database;
    private final Cache<Known, UUID> cache =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofMinutes(5)).build();

    private volatile long erased;

    public People(Database database, Notifications notifications) {
        this.database = database;
        notifications.on(CHANNEL, any -> forgetErased());
    }

    /** Somebody as their provider knows them. */
    public record Known(String issuer, String subject) {}

    /** A person as they are shown. */
    public record Person(@Nullable String name, Instant firstSeen, Instant lastSeen) {}

    /** The id where it is in memory. */
    public Optional<UUID> remembered(Known person) {
        return Optional.ofNullable(cache.getIfPresent(person));
    }

    /** The id; a new one for somebody new. Blocks. */
    public UUID id(Known person, @Nullable String name) {
        long before = erased;
        UUID id =
                database.query(
                                """
                                insert into person (issuer, subject, name) values ($1, $2, $3)
                                on conflict (issuer, subject) do update
                                    set name = excluded.name, last_seen = clock_timestamp()
                                returning id
                                """,
                                person.issuer(),
                                person.subject(),
                                name)
                        .iterator()
                        .next()
                        .getUUID(0);
        cache.put(person, id);
        if (erased != before) {
            // Perhaps this one, since it was read.
            cache.invalidate(person);
        }
        return id;
    }

    /** Who an actor is; empty for clients, and for people who were erased. */
    public Optional<Person> find(String actor) {
        Optional<UUID> id = id(actor);
        if (id.isPresent()) {
            for (Row row :
                    database.query(
                            "select name, first_seen, last_seen from person where id = $1",
                            id.get())) {
                return Optional.of(
                        new Person(
                                row.getString(0),
                                row.getOffsetDateTime(1).toInstant(),
                                row.getOffsetDateTime(2).toInstant()));
            }
        }
        return Optional.empty();
    }

    /** Forgets who an actor is; false when nobody knew. */
    public boolean erase(Tx tx, String actor) {
        Optional<UUID> known =
                id(actor)
                        .filter(id ->
                                tx.query("delete from person where id = $1", id).rowCount() > 0);
        known.ifPresent(id -> {
            tx.send("insert into person_erased (id) values ($1)", id);
            tx.send("select pg_notify($1, '')", CHANNEL);
        });
        return known.isPresent();
    }

    /**
     * Drops those from memory who were erased by any instance: who signs in again is somebody new.
     * Blocks.
     */
    public synchronized void forgetErased() {
        for (Row row :
                database.query(
                        "select number, id from person_erased where number > $1 order by number",
                        erased)) {
            erased = row.getLong(0);
            cache.asMap().values().remove(row.getUUID(1));
        }
    }

    private static Optional<UUID> id(String actor) {
        if (!actor.startsWith(Caller.PERSON)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(actor.substring(Caller.PERSON.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
