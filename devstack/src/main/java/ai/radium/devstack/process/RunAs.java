package ai.radium.devstack.process;

import ai.radium.process.SystemUser;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;

/**
 * The user that backing services run as. Where the stack is root's that is a user of no other use, so that none of them
 * can write a file of root's or read one of another service's; else it is the stack's own user.
 */
public final class RunAs {
    /** Below the range of systemd's dynamic users, which belongs to nobody (systemd, "Users, Groups, UIDs and GIDs"). */
    private static final int NO_ONE_ELSE = 61_157;

    /** The user {@code nobody}, where the system refuses user namespaces. */
    private static final int NOBODY = 65_534;

    private static final int SAME = -1;

    private final int user;

    private RunAs(int user) {
        this.user = user;
    }

    public static RunAs caller() {
        return new RunAs(SAME);
    }

    /** For the home of a stack; the listener hears why root has to run them itself. */
    public static RunAs of(Path home, Consumer<String> listener) {
        if (!isRoot()) {
            return caller();
        }
        RunAs other = new RunAs(
                Commands.quietly(of(NO_ONE_ELSE, "unshare", "-U", "true").toArray(String[]::new))
                        ? NO_ONE_ELSE
                        : NOBODY);
        Installation installation = Installation.here();
        List<Path> needed = List.of(
                home,
                Path.of(Installation.javaProgram()),
                installation.resolve("devstack/target/classes"),
                installation.resolve("devstack/target/lib"),
                Cache.madeRoot());
        other.open(home);
        for (Path path : needed) {
            if (!other.reaches(path)) {
                listener.accept("PostgreSQL, Kafka, Redis and Keycloak run as root: another user cannot reach " + path);
                return caller();
            }
        }
        return other;
    }

    public static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    /** What stands before a command so that this user runs it. */
    public List<String> prefix() {
        return user == SAME ? List.of() : of(user);
    }

    /** The same, for a program that asks for its user's name: in a user namespace every stranger is {@code nobody}. */
    public List<String> namedPrefix() {
        return user == NO_ONE_ELSE ? of(user, "unshare", "-U") : prefix();
    }

    public boolean isCaller() {
        return user == SAME;
    }

    /** A folder of this user's own, with all that is in it. */
    public Path folder(Path folder) {
        PrivateFile.folder(folder);
        if (user != SAME && owner(folder) != user) {
            Commands.output(folder, List.of("chown", "-R", "-h", "%1$d:%1$d".formatted(user), folder.toString()));
        }
        return folder;
    }

    /** A folder that only the stack's user changes and this one may look into. */
    public Path shownFolder(Path folder) {
        PrivateFile.folder(folder);
        show(folder, "rwxr-x---");
        return folder;
    }

    /** A file that the stack's user writes and this one reads, and nobody else; its folder is one that is shown. */
    public void write(Path file, String text) {
        PrivateFile.write(file, text);
        give(file);
    }

    private void open(Path home) {
        if (Home.isMade(home)) {
            show(home, "rwx--x---");
        }
    }

    private void show(Path folder, String permissions) {
        if (user == SAME) {
            return;
        }
        try {
            Files.setAttribute(folder, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new StackFailure("%s cannot be shown to user %d: %s".formatted(folder, user, e.getMessage()), e);
        }
    }

    private void give(Path path) {
        if (user == SAME) {
            return;
        }
        try {
            Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be given to user %d: %s".formatted(path, user, e.getMessage()), e);
        }
    }

    private boolean reaches(Path path) {
        return Commands.quietly(of(user, "test", Files.isDirectory(path) ? "-x" : "-r", path.toString())
                .toArray(String[]::new));
    }

    private static int owner(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static List<String> of(int user, String... command) {
        return new SystemUser(user, user).running(List.of(command));
    }
}
