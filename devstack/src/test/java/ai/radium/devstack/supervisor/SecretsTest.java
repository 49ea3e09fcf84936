package ai.radium.devstack.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path home;

    @Test
    void keepsASecretThatItMadeOnce() {
        assertThat(new Secrets(home).password("db-password"))
                .hasSize(32)
                .isEqualTo(new Secrets(home).password("db-password"));
    }

    @Test
    void letsOnlyTheOwnerRead() throws IOException {
        Path key = new Secrets(home).signingKey("key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("secrets"))))
                .isEqualTo("rwx------");
        assertThat(key).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void makesAPepperOf32Bytes() {
        assertThat(Base64.getDecoder().decode(new Secrets(home).bytes("key-pepper")))
                .hasSize(32);
    }
}
