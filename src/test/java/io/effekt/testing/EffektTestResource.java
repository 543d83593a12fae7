package io.effekt.testing;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two servers of every test that boots the application, with empty folders a run. */
public class EffektTestResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable TestProvider provider;

    @Override
    public Map<String, String> start() {
        EmbeddedServers servers = TestServers.shared();
        DatabaseAccess access = servers.database();
        TestProvider identities = TestProvider.start();
        provider = identities;
        return Map.ofEntries(
                Map.entry("effekt.database.url", access.reactiveUrl()),
                Map.entry("effekt.database.user", access.app().user()),
                Map.entry("effekt.database.password", access.app().password()),
                Map.entry("effekt.database.owner.user", access.owner().user()),
                Map.entry("effekt.database.owner.password", access.owner().password()),
                Map.entry("effekt.database.reader", access.reader().user()),
                Map.entry("effekt.kafka.bootstrap", servers.kafkaBootstrap()),
                Map.entry("effekt.access.admin-key-file", AdminCaller.KEY_FILE.toString()),
                Map.entry("effekt.access.make-admin-key", "true"),
                Map.entry(
                        "effekt.log.signing-key-file",
                        AdminCaller.KEY_FILE.resolveSibling("log-signing.pem").toString()),
                Map.entry("effekt.log.make-signing-key", "true"),
                Map.entry("quarkus.oidc.tenant-enabled", "true"),
                Map.entry("quarkus.oidc.auth-server-url", identities.url()));
    }

    @Override
    public void stop() {
        if (provider != null) {
            provider.close();
        }
        TestServers.stop();
    }
}
