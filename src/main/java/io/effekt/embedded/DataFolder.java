package io.effekt.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything the embedded servers keep; one service at a time has it. */
final class DataFolder implements AutoCloseable {
    private static final long LEAST_SPACE = 512L << 20;
    private static final long LOG_LIMIT = 16L << 20;

    private final Path root;
    private final FileChannel channel;

    private DataFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Makes the folder when it is missing and locks it.
     *
     * @throws EmbeddedServersException when another service has it, it cannot be written, or the
     *     disk is nearly full
     */
    static DataFolder open(Path dir) {
        Path root = dir.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root.resolve("logs"));
            FileChannel channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            lock(root, channel);
            long space = Files.getFileStore(root).getUsableSpace();
            if (space < LEAST_SPACE) {
                channel.close();
                throw new EmbeddedServersException(
                        "The disk of %s is nearly full (%d MB left, %d MB needed): free some space or choose another folder with --data."
                                .formatted(root, space >> 20, LEAST_SPACE >> 20));
            }
            return new DataFolder(root, channel);
        } catch (IOException e) {
            throw new EmbeddedServersException(
                    "The data folder %s cannot be used (%s): choose another one with --data."
                            .formatted(root, e),
                    e);
        }
    }

    private static void lock(Path root, FileChannel channel) throws IOException {
        if (tryLock(channel) == null) {
            String holder = Files.readString(root.resolve("lock")).strip();
            channel.close();
            throw new EmbeddedServersException(
                    "The data folder %s is in use by another Effekt service%s: stop it first, or choose another folder with --data."
                            .formatted(root, holder.isEmpty() ? "" : " (process " + holder + ")"));
        }
        channel.truncate(0);
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(pid));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** The log of a server; an old long one is put aside first. */
    Path log(String server) {
        Path log = root.resolve("logs").resolve(server + ".log");
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
                Files.move(
                        log,
                        log.resolveSibling(server + ".log.1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
