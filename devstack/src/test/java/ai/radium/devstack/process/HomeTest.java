package ai.radium.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void begin() {
        home = folder.resolve("above/home");
    }

    @Test
    void makesAFolderForItsOwnerOnly() throws IOException {
        Home.claim(home);
        assertThat(mode(home)).isEqualTo("rwx------");
        assertThat(mode(home.resolve(Home.MARKER))).isEqualTo("rw-------");
        Home.claim(home);
    }

    @Test
    void takesAnEmptyFolderAsItIs() throws IOException {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Home.claim(home);
        assertThat(mode(home)).isEqualTo("rwxr-xr-x");
        assertThat(Home.isMade(home)).isFalse();
    }

    @Test
    void refusesAFolderOfOtherThingsAndLeavesItAlone() throws IOException {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("letter"), "dear");
        assertRefused(home, "it is not empty and no home of Radium");
        assertThat(mode(home)).isEqualTo("rwxr-xr-x");
        assertThat(home.resolve(Home.MARKER)).doesNotExist();
    }

    @Test
    void refusesTheRootOfTheFileSystem() throws IOException {
        String before = mode(Path.of("/"));
        assertRefused(Path.of("/"), "it is the root of the file system");
        assertThat(mode(Path.of("/"))).isEqualTo(before);
    }

    @Test
    void refusesTheUsersHome() {
        assertRefused(Path.of(System.getProperty("user.home")), "it is the home of its user");
    }

    @Test
    void refusesASymbolicLink() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        assertRefused(Files.createSymbolicLink(folder.resolve("link"), target), "it is a symbolic link");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void refusesAFile() throws IOException {
        assertRefused(Files.createFile(folder.resolve("file")), "it is no folder");
    }

    @Test
    void refusesAFolderThatOthersMayWriteIn() throws IOException {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(home, "other users may write in it");
    }

    @Test
    void refusesTheFolderOfAnotherUser() throws IOException {
        Path others = Path.of("/usr");
        if (RunAs.isRoot()) {
            others = Files.createDirectories(home);
            Files.setAttribute(home, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
        }
        assertRefused(others, "it belongs to another user");
    }

    @Test
    void believesNoMarkerThatAnotherUserLeft() throws IOException {
        Files.createDirectories(home);
        Files.createSymbolicLink(home.resolve(Home.MARKER), Path.of("/etc/passwd"));
        assertRefused(home, "it is not empty and no home of Radium");
    }

    @Test
    void knowsAHomeThatAnEarlierVersionMade() throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/db-password"), "kept");
        Home.claim(home);
        assertThat(Home.isMade(home)).isTrue();
    }

    private static void assertRefused(Path path, String reason) {
        assertThatThrownBy(() -> Home.claim(path))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("%s cannot be Radium's home: %s", path, reason);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
