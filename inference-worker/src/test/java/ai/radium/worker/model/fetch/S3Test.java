package ai.radium.worker.model.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.worker.model.FileServer;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that works the signature out by itself, as Amazon's "Signature Version 4 signing process" describes it. */
class S3Test {
    private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=(\\w+)/(\\d+)/([\\w-]+)/s3/aws4_request, SignedHeaders=([\\w;-]+), Signature=(\\w+)");

    @TempDir
    private Path folder;

    @Test
    void signsEveryRequest() throws Exception {
        try (FileServer server = new FileServer(CONTENT)) {
            server.next(
                    exchange -> checked(server.breakOff(3), exchange),
                    exchange -> checked(server.ignoreIfRange(), exchange));

            assertThat(fetch(server, SECRET)).isEqualTo(Sha256.ofText("weights"));

            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().getLast().getFirst("Range")).isEqualTo("bytes=3-");
        }
    }

    @Test
    void saysWhichKeysToCheckWhenTheyAreWrong() {
        try (FileServer server = new FileServer(CONTENT)) {
            server.next(exchange -> checked(server.ignoreRange(), exchange));

            assertThatThrownBy(() -> fetch(server, "wrong"))
                    .isInstanceOf(ModelFailure.class)
                    .hasMessageContainingAll("s3://models/some dir/tiny+1.gguf", "AWS_SECRET_ACCESS_KEY")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void asksAnOpenBucketWithoutKeys() throws Exception {
        try (FileServer server = new FileServer(CONTENT)) {
            new Fetcher(
                            new Access(Map.of("AWS_ENDPOINT_URL_S3", server.base())),
                            Retries.usual(),
                            Duration.ofSeconds(5))
                    .fetch(ModelUri.parse("s3://models/tiny.gguf"), Optional.empty(), part(), _ -> {});

            assertThat(server.requests().getFirst().containsKey("Authorization"))
                    .isFalse();
        }
    }

    private Sha256 fetch(FileServer server, String secret) throws Exception {
        Map<String, String> environment = Map.of(
                "AWS_ENDPOINT_URL", server.base(),
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", secret,
                "AWS_SESSION_TOKEN", "session",
                "AWS_REGION", "eu-west-3");
        return new Fetcher(new Access(environment), Retries.usual(), Duration.ofSeconds(5))
                .fetch(ModelUri.parse("s3://models/some dir/tiny+1.gguf"), Optional.empty(), part(), _ -> {});
    }

    private PartialFile part() {
        return new PartialFile(folder.resolve("part"));
    }

    private static void checked(FileServer.Answer answer, HttpExchange exchange) throws IOException {
        (isSigned(exchange) ? answer : FileServer.status(403)).to(exchange);
    }

    private static boolean isSigned(HttpExchange exchange) {
        Matcher parts = AUTHORIZATION.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
        assertThat(parts.matches()).isTrue();
        assertThat(parts.group(1)).isEqualTo("AKIDEXAMPLE");
        assertThat(parts.group(3)).isEqualTo("eu-west-3");
        assertThat(parts.group(4).split(";")).contains("host", "x-amz-date", "x-amz-security-token");
        String date = exchange.getRequestHeaders().getFirst("X-Amz-Date");
        String canonical = String.join(
                "\n",
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                "",
                Arrays.stream(parts.group(4).split(";"))
                        .map(name -> name + ":"
                                + exchange.getRequestHeaders().getFirst(name).strip() + "\n")
                        .collect(Collectors.joining()),
                parts.group(4),
                exchange.getRequestHeaders().getFirst("X-Amz-Content-Sha256"));
        String scope = parts.group(2) + "/eu-west-3/s3/aws4_request";
        String text = String.join(
                "\n", "AWS4-HMAC-SHA256", date, scope, Sha256.ofText(canonical).hex());
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(parts.group(2), "eu-west-3", "s3", "aws4_request")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, text)).equals(parts.group(5));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
