package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.LocalGateway.RawClient;
import ai.radium.gateway.worker.ScriptedWorker;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IdempotencyWithoutRedisTest {
    @Test
    void aRequestWithAKeyIsRefusedWhileRedisIsAwayForNothingCanBePromised(@TempDir Path folder) throws Exception {
        try (ScriptedWorker worker = new ScriptedWorker(ScriptedWorker::echo);
                LocalGateway gateway = new LocalGateway(
                        new GatewayHome(folder).key("key", "acct_a", Map.of()).model("m", "127.0.0.1:" + worker.port()),
                        Map.of());
                RawClient client = gateway.connect()) {
            String body = "{\"model\":\"m\",\"prompt\":\"words\"}";
            client.say("POST /v1/completions HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer key\r\nIdempotency-Key: k\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);

            assertThat(client.reply()).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 1");
            assertThat(worker.requests).isEmpty();
            assertThat(gateway.metric("radium_gateway_idempotent_refusals_total"))
                    .isOne();
        }
    }
}
