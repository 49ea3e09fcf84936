package ai.radium.devstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFileTest {
    @TempDir
    Path home;

    @Test
    void leavesTheKeyToItsOwnerOnly() throws IOException {
        DemoFile file = new DemoFile(home.resolve("demo.env"));
        file.write("http://127.0.0.1:8000/v1", "sk-x", "m", "dep_1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.file())))
                .isEqualTo("rw-------");
        assertThat(file.file()).content().isEqualTo("""
                        RADIUM_BASE_URL=http://127.0.0.1:8000/v1
                        RADIUM_API_KEY=sk-x
                        RADIUM_MODEL=m
                        RADIUM_DEPLOYMENT_ID=dep_1
                        """);
        assertThat(file.key()).contains("sk-x");
    }
}
