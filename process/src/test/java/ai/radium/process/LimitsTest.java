package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path root;

    @Test
    void refusesMemoryBeyondTheLimit() throws IOException, InterruptedException {
        Limits limits = Limits.NONE.memory(128 * MIB);

        assertThat(run(limits, "python3", "-c", "print(len(bytearray(64 << 20)))"))
                .isEqualTo("67108864");
        assertThat(run(limits, "python3", "-c", "print(len(bytearray(256 << 20)))"))
                .doesNotContain("268435456");
    }

    @Test
    void bindsToAsManyCoresAndYieldsToOthers() throws IOException, InterruptedException {
        assertThat(run(Limits.NONE.cores(0.5), "nproc")).isEqualTo("1");
        assertThat(run(Limits.NONE.cores(10_000), "nproc"))
                .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
        assertThat(run(Limits.NONE.nice(7), "nice")).isEqualTo("7");
    }

    @Test
    void makesAControlGroupBesideTheOwnOneWhereThatIsAllowed() throws IOException {
        group("radium.slice", "cpu io memory");
        group("radium.slice/service", "");
        write("proc/self/cgroup", "0::/radium.slice/service\n");

        Path made = ControlGroups.of(root)
                .make(Limits.NONE.memory(64 * MIB).cores(1.5))
                .orElseThrow();

        assertThat(made.getParent()).isEqualTo(root.resolve("sys/fs/cgroup/radium.slice"));
        assertThat(made.resolve("memory.max")).content().isEqualTo("67108864");
        assertThat(made.resolve("cpu.max")).content().isEqualTo("150000 100000");
    }

    @Test
    void makesNoneWhereNobodyHandsTheControllersDown() throws IOException {
        group("service", "io");
        write("proc/self/cgroup", "4:memory:/other\n0::/service\n");

        assertThat(ControlGroups.of(root).make(Limits.NONE.memory(MIB))).isEmpty();
    }

    @Test
    void removesGroupsWhoseMakerWasKilledAndNoOthers() throws IOException {
        ProcessIdentity own = ProcessIdentity.own();
        group("", "memory");
        write("proc/self/cgroup", "0::/\n");
        Path mount = root.resolve("sys/fs/cgroup");
        Path left = Files.createDirectory(mount.resolve("radium-%d-%d-1".formatted(own.pid(), own.startTicks() + 1)));
        Path ours = Files.createDirectory(mount.resolve("radium-%d-%d-0".formatted(own.pid(), own.startTicks())));

        assertThat(ControlGroups.of(root).make(Limits.NONE.memory(MIB))).isPresent();
        assertThat(left).doesNotExist();
        assertThat(ours).exists();
    }

    @Test
    void joinsItsGroupBeforeTheCommandBegins() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(ProcessLaunch.of(List.of("sh", "-c", "echo $$"))
                        .limited(Limits.NONE.memory(MIB))
                        .line(Optional.of(root)))
                .start();
        String pid = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(root.resolve("cgroup.procs")).content().isEqualTo(pid);
        assertThat(pid.strip()).isEqualTo(Long.toString(process.pid()));
    }

    @Test
    void areNoLimitsIfTheyAllowNothing() {
        assertThat(Stream.<Runnable>of(
                        () -> Limits.NONE.memory(0),
                        () -> Limits.NONE.memory(-1),
                        () -> Limits.NONE.cores(0),
                        () -> Limits.NONE.cores(Double.NaN),
                        () -> Limits.NONE.nice(-1),
                        () -> Limits.NONE.nice(20)))
                .allSatisfy(wrong -> assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class));
    }

    private void group(String name, String controllers) throws IOException {
        write("sys/fs/cgroup/" + name + "/cgroup.subtree_control", controllers + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String run(Limits limits, String... command) throws IOException, InterruptedException {
        Process process = ProcessLaunch.of(List.of(command)).limited(limits).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }
}
