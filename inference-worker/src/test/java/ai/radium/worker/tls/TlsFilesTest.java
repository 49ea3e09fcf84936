package ai.radium.worker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.worker.tls.TestCertificates.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class TlsFilesTest {
    private static final String CERTIFICATE = "RADIUM_WORKER_TLS_CERTIFICATE";
    private static final String KEY = "RADIUM_WORKER_TLS_KEY";
    private static final String CLIENT_CA = "RADIUM_WORKER_TLS_CLIENT_CA";

    private final Path folder;
    private Pair authority;
    private Pair server;
    private Pair rsa;

    TlsFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void certify() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        authority = certificates.authority("authority");
        server = certificates.issued("authority", "server");
        rsa = certificates.rsa("rsa");
    }

    @Test
    void holdsTheChainItsKeyAndTheClientsAuthorities() {
        Credentials read =
                new TlsFiles(server.certificate(), server.key(), Optional.of(authority.certificate())).read();

        assertThat(read.chain()).hasSize(2);
        assertThat(read.certificate().getSubjectX500Principal()).hasToString("CN=server");
        assertThat(read.clientAuthorities()).containsExactly(read.chain().getLast());
        assertThat(read).hasToString("Credentials[CN=server]");
    }

    @Test
    void takesRsaKeys() {
        assertThat(new TlsFiles(rsa.certificate(), rsa.key(), Optional.empty())
                        .read()
                        .key()
                        .getAlgorithm())
                .isEqualTo("RSA");
    }

    @Test
    void meansPlaintextWhenNothingIsSet() {
        assertThat(TlsFiles.of(Optional.empty(), Optional.empty(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void refusesHalfOfASetting() {
        Optional<Path> some = Optional.of(server.key());
        String together = KEY + " goes with " + CERTIFICATE + ", and not one without the other";

        assertThatThrownBy(() -> TlsFiles.of(some, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(together);
        assertThatThrownBy(() -> TlsFiles.of(Optional.empty(), some, some))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(together);
        assertThatThrownBy(() -> TlsFiles.of(Optional.empty(), Optional.empty(), some))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(CLIENT_CA + " asks clients for certificates, so it needs");
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        Path nowhere = folder.resolve("nowhere");

        refused(nowhere, server.key(), CERTIFICATE + ": " + nowhere + " cannot be read");
        refused(server.certificate(), nowhere, KEY + ": " + nowhere + " cannot be read");
        refused(server.certificate(), folder, KEY + ": " + folder + " cannot be read");
        assertThatThrownBy(() -> new TlsFiles(server.certificate(), server.key(), Optional.of(nowhere)).read())
                .hasMessageStartingWith(CLIENT_CA + ": " + nowhere + " cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"})
    void refusesWhatIsNoCertificate(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.pem"), content);

        refused(file, server.key(), CERTIFICATE + ": " + file + " holds ");
        assertThatThrownBy(() -> new TlsFiles(server.certificate(), server.key(), Optional.of(file)).read())
                .hasMessageStartingWith(CLIENT_CA + ": " + file + " holds ");
    }

    @Test
    void refusesAKeyInTheCertificatesPlaceAndTheOtherWayRound() {
        refused(server.key(), server.key(), CERTIFICATE + ": " + server.key() + " holds ");
        refused(
                server.certificate(),
                server.certificate(),
                KEY + ": " + server.certificate() + " holds no RSA or EC key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2VjcmV0",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0!\n-----END PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----\n"
            })
    void refusesABrokenKeyWithoutQuotingIt(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.key"), content);

        assertThatThrownBy(() -> new TlsFiles(server.certificate(), file, Optional.empty()).read())
                .hasNoCause()
                .hasMessage(KEY + ": " + file + " holds no RSA or EC key as PKCS#8 in PEM without a password;"
                        + " `openssl pkcs8 -topk8 -nocrypt` makes one of a key in another form");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() {
        refused(
                server.certificate(),
                authority.key(),
                KEY + ": " + authority.key() + " is not the key of the first certificate in " + server.certificate());
        refused(server.certificate(), rsa.key(), KEY + ": " + rsa.key() + " is not the key");
        refused(rsa.certificate(), server.key(), KEY + ": " + server.key() + " is not the key");
    }

    private static void refused(Path certificate, Path key, String sentence) {
        assertThatThrownBy(() -> new TlsFiles(certificate, key, Optional.empty()).read())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }
}
