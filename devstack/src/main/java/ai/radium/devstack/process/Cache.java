package ai.radium.devstack.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * What is unpacked or built once per user of a machine: {@code ${XDG_CACHE_HOME:-~/.cache}/radium}, root's in
 * {@code /var/cache/radium}, because the backing services run as another user, who cannot see root's home.
 */
public final class Cache {
    private Cache() {}

    public static Path root() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && !xdg.isBlank()) {
            return Path.of(xdg, "radium");
        }
        return RunAs.isRoot()
                ? Path.of("/var/cache/radium")
                : Path.of(System.getProperty("user.home"), ".cache", "radium");
    }

    /** The folder of this name, filled by the maker the first time: whole or not at all, by one process at a time. */
    public static Path folder(String name, Consumer<Path> maker) {
        Path folder = root().resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            madeRoot();
            try (FileChannel channel = FileChannel.open(
                            root().resolve("." + name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!Files.isDirectory(folder) && lock.isValid()) {
                    Path work = Files.createTempDirectory(root(), "." + name + ".");
                    maker.accept(work);
                    Commands.output(work, List.of("chmod", "-R", "u+w,a+rX", work.toString()));
                    Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new StackFailure("cannot fill %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** The folder of all, made if there was none. */
    public static Path madeRoot() {
        try {
            if (!Files.isDirectory(root())) {
                Files.createDirectories(root());
                Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return root();
        } catch (IOException e) {
            throw new StackFailure("cannot make %s: %s".formatted(root(), e.getMessage()), e);
        }
    }

    /** Copies a resource of the class path to an executable file. */
    public static void unpackProgram(String resource, Path target) {
        try (InputStream in = resource(resource)) {
            Files.copy(in, target);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new StackFailure("cannot unpack %s: %s".formatted(resource, e.getMessage()), e);
        }
    }

    /** Unpacks a tar.xz of the class path with its links and permissions. */
    public static void unpackTarXz(String resource, Path target) {
        try (InputStream in = resource(resource);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, target.resolve(entry.getName()).normalize());
            }
        } catch (IOException e) {
            throw new StackFailure("cannot unpack %s: %s".formatted(resource, e.getMessage()), e);
        }
    }

    /** Deletes a folder with all in it. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StackFailure("cannot delete %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString((entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static InputStream resource(String name) {
        InputStream in = Cache.class.getResourceAsStream("/" + name);
        if (in == null) {
            throw new StackFailure(name + " is not on the class path; does this machine's processor have a build?");
        }
        return in;
    }
}
