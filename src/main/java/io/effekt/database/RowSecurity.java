package io.effekt.database;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a transaction may see, as settings that row-level security asks for; see the migration that
 * makes its policies. They end with the transaction.
 *
 * @param settings by name without {@code effekt.}
 */
public record RowSecurity(Map<String, String> settings) {
    /** To everything, like a connection of the service that nobody has narrowed. */
    public static final RowSecurity NONE = new RowSecurity(Map.of("scopes", "*", "kpis", "*"));

    public RowSecurity {
        settings = Map.copyOf(settings);
    }

    /**
     * The statement that says it to PostgreSQL; {@code true} is what SET LOCAL is to the function.
     *
     * @param parameter how the statement names {@link #json}
     */
    public static String set(String parameter) {
        return "select set_config('effekt.' || s.key, s.value, true)"
                + " from json_each_text(cast(cast("
                + parameter
                + " as text) as json)) s";
    }

    /** The settings as one object. */
    public String json() {
        StringBuilder json = new StringBuilder("{");
        new TreeMap<>(settings)
                .forEach((name, value) -> {
                    json.append(json.length() == 1 ? "\"" : ",\"").append(name).append("\":\"");
                    json.append(JsonStringEncoder.getInstance().quoteAsString(value)).append('"');
                });
        return json.append('}').toString();
    }
}
