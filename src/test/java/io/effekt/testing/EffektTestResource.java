package io.effekt.testing;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The two servers of every test that boots the application, with empty folders a run. */
public class EffektTestResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        EmbeddedServers servers = TestServers.shared();
        DatabaseAccess access = servers.database();
        return Map.of(
                "effekt.database.url", access.reactiveUrl(),
                "effekt.database.user", access.app().user(),
                "effekt.database.password", access.app().password(),
                "effekt.database.owner.user", access.owner().user(),
                "effekt.database.owner.password", access.owner().password(),
                "effekt.kafka.bootstrap", servers.kafkaBootstrap(),
                "effekt.access.admin-key-file", AdminCaller.KEY_FILE.toString(),
                "effekt.access.make-admin-key", "true");
    }

    @Override
    public void stop() {
        TestServers.stop();
    }
}
