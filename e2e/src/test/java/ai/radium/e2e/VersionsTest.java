package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which version runs is told by what runs. */
class VersionsTest {
    private static final String BUILT = System.getProperty("radium.version", "");

    @Test
    void everyJarOfOursSaysItsVersion() throws IOException {
        Map<String, String> versions = new HashMap<>();
        try (DirectoryStream<Path> modules =
                Files.newDirectoryStream(Path.of(".."), "{*-service,*-worker,*-kit,contracts,process,devstack}")) {
            for (Path module : modules) {
                try (DirectoryStream<Path> jars = Files.newDirectoryStream(module.resolve("target"), "*.jar")) {
                    for (Path jar : jars) {
                        versions.put(jar.getFileName().toString(), version(jar));
                    }
                }
            }
        }

        assertThat(versions).hasSizeGreaterThan(9);
        assertThat(versions.values()).containsOnly(BUILT);
    }

    @Test
    @ExtendWith(RunningPlatform.class)
    void theGatewaysIndexSaysItToo(Platform platform) {
        assertThat(platform.api().get("").json().at("/version").asText()).isEqualTo(BUILT);
    }

    private static String version(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return String.valueOf(
                    file.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION));
        }
    }
}
