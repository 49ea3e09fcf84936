package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
    private static final long KIB = 1024;

    @TempDir
    private Path root;

    @Test
    void isWhatTheMachineHasLeft() throws IOException {
        machine(5000);
        assertThat(new Memory(root).available()).isEqualTo(5000 * KIB);
        assertThat(new Memory(root).total()).isEqualTo(9000 * KIB);
    }

    @Test
    void isLessInsideACgroupThatAllowsLess() throws IOException {
        machine(5000);
        write("proc/self/cgroup", "0::/pods/worker\n");
        write("sys/fs/cgroup/pods/worker/memory.max", "max\n");
        write("sys/fs/cgroup/pods/worker/memory.current", "2000\n");
        write("sys/fs/cgroup/pods/memory.max", "10000\n");
        write("sys/fs/cgroup/pods/memory.current", "7000\n");
        write("sys/fs/cgroup/pods/memory.stat", "anon 6000\ninactive_file 500\n");
        assertThat(new Memory(root).available()).isEqualTo(3500);
        assertThat(new Memory(root).total()).isEqualTo(10_000);
    }

    @Test
    void readsTheFirstVersionOfCgroupsToo() throws IOException {
        machine(5000);
        write("proc/self/cgroup", "5:cpu:/\n4:memory:/pod\n0::/\n");
        write("sys/fs/cgroup/memory/pod/memory.limit_in_bytes", "10000\n");
        write("sys/fs/cgroup/memory/pod/memory.usage_in_bytes", "4000\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "4000\n");
        assertThat(new Memory(root).available()).isEqualTo(6000);
        assertThat(new Memory(root).total()).isEqualTo(10_000);
    }

    @Test
    void seesWhatAProcessHolds() {
        Memory machine = Memory.ofThisMachine();

        assertThat(machine.resident(ProcessHandle.current().pid())).isGreaterThan(10_000_000);
        assertThat(machine.resident(Long.MAX_VALUE)).isZero();
        assertThat(machine.available()).isPositive();
    }

    private void machine(long kib) throws IOException {
        write("proc/meminfo", "MemTotal:       9000 kB\nMemAvailable:   " + kib + " kB\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
