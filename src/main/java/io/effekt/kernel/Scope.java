package io.effekt.kernel;

/**
 * Where something is measured or judged. Written {@code team:<key>}, {@code stream:<key>} or {@code
 * org}; {@code toString()} gives that form back, and scopes sort by it.
 */
public sealed interface Scope extends Comparable<Scope> {

    /** The three levels, from the smallest to the whole. */
    enum Level {
        TEAM("team"),
        STREAM("stream"),
        ORG("org");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** The word used in the API: {@code team}, {@code stream}, {@code org}. */
        public String word() {
            return word;
        }
    }

    record Team(String key) implements Scope {
        public Team {
            Slug.require(key);
        }

        @Override
        public Level level() {
            return Level.TEAM;
        }

        @Override
        public String toString() {
            return "team:" + key;
        }

        @Override
        public int compareTo(Scope other) {
            return order(this, other);
        }
    }

    record Stream(String key) implements Scope {
        public Stream {
            Slug.require(key);
        }

        @Override
        public Level level() {
            return Level.STREAM;
        }

        @Override
        public String toString() {
            return "stream:" + key;
        }

        @Override
        public int compareTo(Scope other) {
            return order(this, other);
        }
    }

    record Org() implements Scope {
        @Override
        public Level level() {
            return Level.ORG;
        }

        @Override
        public String toString() {
            return "org";
        }

        @Override
        public int compareTo(Scope other) {
            return order(this, other);
        }
    }

    Scope ORG = new Org();

    Level level();

    /** As the written forms sort, without writing them: org, streams, teams. */
    private static int order(Scope one, Scope other) {
        if (one instanceof Team(String key) && other instanceof Team(String another)) {
            return key.compareTo(another);
        }
        if (one instanceof Stream(String key) && other instanceof Stream(String another)) {
            return key.compareTo(another);
        }
        return other.level().compareTo(one.level());
    }

    /**
     * Reads a scope as it is written.
     *
     * @throws IllegalArgumentException with a sentence that names the three forms
     */
    static Scope parse(String text) {
        if (text.equals("org")) {
            return ORG;
        }
        if (text.startsWith("team:") && Slug.isValid(text.substring(5))) {
            return new Team(text.substring(5));
        }
        if (text.startsWith("stream:") && Slug.isValid(text.substring(7))) {
            return new Stream(text.substring(7));
        }
        throw new IllegalArgumentException(
                "a scope is written 'team:<key>', 'stream:<key>' or 'org'");
    }
}
