package ai.radium.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./radium demo} does first: the real script on a PATH that lacks cmake and ninja, with a stand-in for apt-get. */
class FreshMachineTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void leaveProgramsOut() throws IOException {
        for (String name : List.of("bash", "sh", "dirname", "grep", "awk", "df", "id", "ldconfig", "ln")) {
            Files.createSymbolicLink(folder.resolve(name), installed(name));
        }
        for (String name : List.of("mvn", "npm", "c++", "git", "python3")) { // whether this machine has them or not
            program(name, "exit 0");
        }
        program("sudo", "exec \"$@\"");
        program("apt-get", """
                echo "apt-get $*"
                case $* in
                  *cmake) ln -s /bin/true "%1$s/cmake" ;;
                  *ninja-build) ln -s /bin/true "%1$s/ninja" ;;
                esac""".formatted(folder));
    }

    @Test
    void asksNobodyWhoCannotAnswerAndSaysWhatToCall() throws IOException, InterruptedException {
        assertThat(run("false"))
                .contains("cmake ninja-build")
                .contains("./radium demo --yes installs that")
                .endsWith("status 1\n")
                .doesNotContain("apt-get install");
    }

    @Test
    void installsWhatIsMissingWithoutAskingWhereItMayAndThenSaysNothing() throws IOException, InterruptedException {
        assertThat(run("false", "--yes"))
                .contains("apt-get install -qy cmake\n", "apt-get install -qy ninja-build\n")
                .endsWith("status 0\n");
        assertThat(run("false")).isEqualTo("status 0\n");
    }

    @Test
    void doesNotAskInContinuousIntegration() throws IOException, InterruptedException {
        assertThat(run("true")).contains("apt-get install -qy cmake\n").endsWith("status 0\n");
    }

    @Test
    void saysWhatIsStillMissingWhenAnInstallFailed() throws IOException, InterruptedException {
        program("apt-get", "exit 100");

        assertThat(run("true"))
                .contains("cmake could not be installed")
                .contains("still missing: cmake ninja-build")
                .endsWith("status 1\n");
    }

    private String run(String ci, String... options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of("bash", "-c", "bin/doctor.sh --to-run \"$@\"; echo status $?", "bash"),
                        Stream.of(options))
                .toList());
        builder.directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("PATH", folder.toString());
        builder.environment().put("CI", ci);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("RADIUM_LLAMA_SERVER");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static Path installed(String name) {
        return Stream.of((System.getenv("PATH") + ":/sbin:/usr/sbin").split(":", -1))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
