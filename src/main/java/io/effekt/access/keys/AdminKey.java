package io.effekt.access.keys;

import io.effekt.access.AccessSettings;
import io.effekt.access.Limits;
import io.effekt.access.Right;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The key of the operator of the service: it lies in a file and nowhere else, so that there is a
 * way in before there is any other. Another file and a restart is another key.
 */
@ApplicationScoped
public class AdminKey {
    public static final String CLIENT = "admin";

    private static final Logger LOG = Logger.getLogger(AdminKey.class);

    private final AccessSettings settings;

    public AdminKey(AccessSettings settings) {
        this.settings = settings;
    }

    /** The key as its owner holds it; empty when there is no such file. */
    public Optional<String> text() {
        return read().map(KeyText::text);
    }

    /** The file it lies in; empty for none. */
    public Optional<Path> file() {
        return settings.adminKeyFile();
    }

    Optional<ApiKey> key() {
        return read().map(text ->
                new ApiKey(
                        text.id(),
                        CLIENT,
                        "the administrator's key file",
                        text.hash(),
                        Set.of(Right.ADMIN),
                        Limits.NONE,
                        List.of(),
                        Instant.EPOCH,
                        CLIENT,
                        null,
                        null));
    }

    private Optional<KeyText> read() {
        Optional<Path> file = settings.adminKeyFile();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!Files.exists(file.get()) && settings.makesAdminKey()) {
                make(file.get());
            }
            String text = Files.readString(file.get()).strip();
            return Optional.of(
                    KeyText.read(text)
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "no key of the form effekt_… lies in " + file.get())));
        } catch (IOException e) {
            throw new UncheckedIOException("the administrator's key cannot be read", e);
        }
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
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // Whole or not at all: another start of the service may look at the same moment.
        Path fresh = Files.createTempFile(folder, ".admin", ".key", mine);
        Files.writeString(fresh, KeyText.random(new SecureRandom()).text() + "\n");
        try {
            Files.createLink(file, fresh);
            LOG.infof("event=admin_key_made file=%s", file.toAbsolutePath());
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // Somebody else was first: theirs is taken.
        } finally {
            Files.delete(fresh);
        }
    }
}
