package ai.radium.devstack.process;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that holds all of one stack. Only a folder that Radium made, or that was empty, becomes one; a marker file
 * says so from then on. Anything else is refused and left exactly as it is.
 */
public final class Home {
    public static final String MARKER = ".radium-home";

    private static final String MADE = "made by radium";
    private static final String TAKEN = "empty when radium took it";

    /** What a home of a version without markers has; that version set mode 700 on it. */
    private static final String OLD_SECRET = "secrets/db-password";

    private Home() {}

    /** Makes the folder a home: a new one of mode 700, or an empty one as it is. */
    public static void claim(Path home) {
        require(home);
        try {
            if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(home.toAbsolutePath().getParent());
                PrivateFile.folder(home);
                PrivateFile.write(home.resolve(MARKER), MADE + "\n");
            } else if (!Files.exists(home.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)) {
                PrivateFile.write(home.resolve(MARKER), (isEmpty(home) ? TAKEN : MADE) + "\n");
            }
        } catch (IOException e) {
            throw unusable(home, String.valueOf(e.getMessage()));
        }
    }

    /** Refuses a folder that is there and neither empty nor a home of this user; changes nothing. */
    public static void require(Path home) {
        try {
            if (Files.isSymbolicLink(home)) {
                throw unusable(home, "it is a symbolic link");
            }
            if (!Files.exists(home)) {
                return;
            }
            if (!Files.isDirectory(home)) {
                throw unusable(home, "it is no folder");
            }
            requireNoOtherUse(home);
            if (isOpenToWriters(home)) {
                throw unusable(home, "other users may write in it");
            }
            if (!isMarked(home) && !isOld(home) && !isEmpty(home)) {
                throw unusable(home, "it is not empty and no home of Radium");
            }
        } catch (IOException e) {
            throw unusable(home, String.valueOf(e.getMessage()));
        }
    }

    /** Whether Radium made this folder, so that its mode and group are Radium's to set. */
    static boolean isMade(Path home) {
        try {
            return isMarked(home)
                    && Files.readString(home.resolve(MARKER)).strip().equals(MADE);
        } catch (IOException e) {
            throw unusable(home, String.valueOf(e.getMessage()));
        }
    }

    private static void requireNoOtherUse(Path home) throws IOException {
        Path real = home.toRealPath();
        if (real.getParent() == null) {
            throw unusable(home, "it is the root of the file system");
        }
        for (String users : new String[] {System.getProperty("user.home", ""), System.getenv("HOME")}) {
            if (users != null && !users.isBlank() && isSame(real, Path.of(users))) {
                throw unusable(home, "it is the home of its user");
            }
        }
        if (owner(home) != new UnixSystem().getUid()) {
            throw unusable(home, "it belongs to another user (%s)".formatted(Files.getOwner(home)));
        }
    }

    private static boolean isSame(Path real, Path other) throws IOException {
        return Files.exists(other) && real.equals(other.toRealPath());
    }

    private static boolean isMarked(Path home) throws IOException {
        return isOwnFile(home, home.resolve(MARKER));
    }

    private static boolean isOld(Path home) throws IOException {
        return isOwnFile(home, home.resolve(OLD_SECRET));
    }

    private static boolean isOwnFile(Path home, Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && owner(file) == owner(home);
    }

    private static boolean isEmpty(Path home) throws IOException {
        try (Stream<Path> entries = Files.list(home)) {
            return entries.findAny().isEmpty();
        }
    }

    private static boolean isOpenToWriters(Path home) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(home, LinkOption.NOFOLLOW_LINKS);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static long owner(Path path) throws IOException {
        return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    private static StackFailure unusable(Path home, String reason) {
        return new StackFailure("%s cannot be Radium's home: %s; set RADIUM_HOME to a folder that does not exist yet"
                .formatted(home, reason));
    }
}
