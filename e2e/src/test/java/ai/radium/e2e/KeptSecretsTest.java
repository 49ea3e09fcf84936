package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A key that was used in each way, wrong ones included, stands in no file of the platform: logs, spool, Kafka, Redis, database.
 * Its hash stands where a hash is needed: with the pepper in account-service's database, without in the gateway's snapshot.
 */
@ExtendWith(RunningPlatform.class)
class KeptSecretsTest {
    private static final String CHAT =
            "{\"model\":\"%s\",\"max_tokens\":2,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Test
    void noFileHasAKeyAndOnlyTwoHaveItsHash(Platform platform) throws Exception {
        ApiClient api = platform.api();
        String secret = Platform.secret(platform.newKey("{\"name\":\"kept\"}"));
        ApiClient mine = api.withKey(secret);
        assertThat(mine.post("/chat/completions", CHAT.formatted(platform.model()))
                        .status())
                .isEqualTo(200);
        List<ApiClient.Answer> refused = List.of(
                mine.get("/models/" + secret),
                mine.get("/deployments/" + secret),
                mine.get("/deployments?status=" + URLEncoder.encode(secret, StandardCharsets.UTF_8)),
                mine.post("/chat/completions", CHAT.formatted(secret)),
                mine.post("/chat/completions", "{\"" + secret + "\":1}"),
                mine.post("/api-keys", "{\"" + secret + "\":1}"),
                api.withKey(secret.substring(0, secret.length() - 1)).get("/models"),
                api.withKey(secret + "x").get("/models"));
        assertThat(refused).allSatisfy(answer -> assertThat(answer.status()).isBetween(400, 499));

        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        String peppered = HexFormat.of().formatHex(withPepper(platform.home(), sha256));
        assertThat(filesWith(secret.substring(0, secret.length() - 1), platform.home()))
                .isEmpty();
        assertThat(filesWith(HexFormat.of().formatHex(sha256), platform.home()))
                .allMatch(file -> file.equals("gateway/keys.json"));
        assertThat(filesWith(peppered, platform.home())).isNotEmpty().allMatch(file -> file.startsWith("postgres/"));
    }

    private static byte[] withPepper(Path home, byte[] sha256) throws IOException, GeneralSecurityException {
        String pepper = Files.readString(home.resolve("secrets/key-pepper")).strip();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(pepper), mac.getAlgorithm()));
        return mac.doFinal(sha256);
    }

    /** Below the home. A file that goes while it is looked at has nothing to tell. */
    private static List<String> filesWith(String text, Path home) throws IOException, InterruptedException {
        Process grep = new ProcessBuilder("grep", "-rlaFs", "-e", text, ".")
                .directory(home.toFile())
                .start();
        try (Stream<String> found = grep.inputReader().lines()) {
            List<String> files =
                    found.map(file -> file.substring("./".length())).toList();
            grep.waitFor();
            return files;
        }
    }
}
