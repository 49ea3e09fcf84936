package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.worker.ScriptedWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The spool's disk is full: no call is taken that could not be billed, and none hangs. */
@Timeout(60)
class FullDiskTest {
    private static final String BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a b c\"}]}";

    /** A disk of that size for one process, in namespaces of its own; files of the test's folder are seen on it first. */
    private static List<String> onADiskOf(int mebibytes, Path folder) {
        String script = "cp -r \"$1\" \"$1.kept\" && mount -t tmpfs -o size=" + mebibytes
                + "m none \"$1\" && cp -r \"$1.kept/.\" \"$1\" && shift && exec \"$@\"";
        return List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", folder.toString());
    }

    @Test
    void requestsAreRefusedAtOnceAndNoPermitLeaks(@TempDir Path home) throws IOException {
        GatewayHome snapshots =
                new GatewayHome(home).key("alice", "acct_a", Map.of("accountPolicy", GatewayHome.policy(1_000_000, 2)));
        try (var worker = new ScriptedWorker(ScriptedWorker::echo);
                var gateway = new GatewayProcess(
                        snapshots.model("m", worker.address()),
                        Map.of("RADIUM_GATEWAY_LOOPS", "1"),
                        onADiskOf(4, home))) {
            for (int i = 0; i < 10; i++) {
                assertThat(chat(gateway)).startsWith("HTTP/1.1 503").contains("Usage cannot be recorded");
            }
            assertThat(worker.requests).isEmpty();
        }
    }

    @Test
    void requestsAreTakenAgainOnceThereIsRoom(@TempDir Path home) throws IOException {
        Files.write(home.resolve("filler"), new byte[6 * 1024 * 1024]);
        GatewayHome snapshots = new GatewayHome(home).key("alice", "acct_a", Map.of());
        try (var worker = new ScriptedWorker(ScriptedWorker::echo);
                var gateway = new GatewayProcess(
                        snapshots.model("m", worker.address()),
                        Map.of("RADIUM_GATEWAY_LOOPS", "1"),
                        onADiskOf(12, home))) {
            assertThat(chat(gateway)).startsWith("HTTP/1.1 503");

            Files.delete(gateway.seenBy(home.resolve("filler")));

            Awaitility.await().untilAsserted(() -> assertThat(chat(gateway)).startsWith("HTTP/1.1 200"));
        }
    }

    private static String chat(GatewayProcess gateway) throws IOException {
        try (var client = gateway.connect()) {
            return client.say("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n"
                            + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                    .reply();
        }
    }
}
