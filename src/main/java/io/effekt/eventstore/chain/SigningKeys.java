package io.effekt.eventstore.chain;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The key that heads are signed with, which lies in a file and never in the database, and the keys
 * that were used before.
 */
@ApplicationScoped
public class SigningKeys {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class);

    private final Optional<Path> file;
    private final boolean makes;
    private final List<Path> older;
    private final Map<String, VerifyingKey> trusted = new HashMap<>();
    private @Nullable SigningKey signing;

    public SigningKeys(
            @ConfigProperty(name = "effekt.log.signing-key-file") Optional<String> file,
            @ConfigProperty(name = "effekt.log.make-signing-key", defaultValue = "false")
                    boolean makes,
            @ConfigProperty(name = "effekt.log.trusted-key-files") Optional<List<String>> older) {
        this.file = file.map(Path::of);
        this.makes = makes;
        this.older = older.orElse(List.of()).stream().map(Path::of).toList();
    }

    void load(@Observes StartupEvent event) {
        try {
            if (file.isPresent()) {
                if (makes && !Files.exists(file.get())) {
                    make(file.get());
                }
                signing = SigningKey.in(file.get());
                trust(signing.verifying());
            }
            for (Path path : older) {
                trust(VerifyingKey.of(Files.readString(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a key of the log cannot be read", e);
        }
    }

    private void trust(VerifyingKey key) {
        trusted.put(key.id(), key);
    }

    /** The running key; empty when nothing names its file. */
    public Optional<SigningKey> signing() {
        return Optional.ofNullable(signing);
    }

    /** Keys whose signatures count, by their ids. */
    public Map<String, VerifyingKey> trusted() {
        return Map.copyOf(trusted);
    }

    private static void make(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mine =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        // Whole or not at all: another start of the service may look at the same moment.
        Path fresh =
                Files.createTempFile(file.toAbsolutePath().getParent(), ".signing", ".pem", mine);
        Files.writeString(fresh, SigningKey.fresh());
        try {
            Files.createLink(file, fresh);
            LOG.infof("event=log_signing_key_made file=%s", file.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            // Somebody else was first: theirs is taken.
        } finally {
            Files.delete(fresh);
        }
    }
}
