package io.effekt.access;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/** Who is let in and how, {@code effekt.access.*}. */
@Singleton
public class AccessSettings {
    private static final String PEOPLE = "effekt.access.people.";
    private static final String ROLE_NAMES = PEOPLE + "role-names.";

    private final Config config;

    public AccessSettings(Config config) {
        this.config = config;
    }

    /** The file with the administrator's key; empty for none. */
    public Optional<Path> adminKeyFile() {
        return config.getOptionalValue("effekt.access.admin-key-file", String.class).map(Path::of);
    }

    /** Whether that file is made when it is not there. */
    public boolean makesAdminKey() {
        return flag("effekt.access.make-admin-key");
    }

    /** Whether a read may carry its key as {@code api_key} in the address. */
    public boolean takesKeyInAddress() {
        return flag("effekt.access.key-in-address");
    }

    /** Whether only sources that are bound to a key may measure. */
    public boolean wantsBoundSources() {
        return flag("effekt.access.bound-sources-only");
    }

    /** Whether people can sign in at all. */
    public boolean takesPeople() {
        return flag("quarkus.oidc.tenant-enabled");
    }

    /** Where a token says the roles: a path with '/' between its steps. */
    public String roleClaim() {
        return claim("role-claim", "roles");
    }

    public String teamClaim() {
        return claim("team-claim", "effekt_teams");
    }

    public String streamClaim() {
        return claim("stream-claim", "effekt_streams");
    }

    public String nameClaim() {
        return claim("name-claim", "name");
    }

    /** What the provider calls our roles, where it calls them otherwise. */
    public Map<String, String> roleNames() {
        Map<String, String> names = new TreeMap<>();
        for (Role role : Role.values()) {
            names.put(role.word(), role.word());
            for (String name :
                    config.getOptionalValues(ROLE_NAMES + role.word(), String.class)
                            .orElse(List.of())) {
                names.put(name, role.word());
            }
        }
        return names;
    }

    private String claim(String name, String otherwise) {
        return config.getOptionalValue(PEOPLE + name, String.class).orElse(otherwise);
    }

    private boolean flag(String name) {
        return config.getOptionalValue(name, Boolean.class).orElse(false);
    }
}
