package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.usage.SpooledUsage;
import ai.radium.gateway.worker.ScriptedWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a gateway with open answers: each ends in words, and what was told is what is billed. */
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class StoppingGatewayTest {
    private static final int STREAMS = 6;

    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private Path folder;
    private ScriptedWorker worker;
    private GatewayProcess gateway;

    @BeforeEach
    void start(@TempDir Path home) {
        folder = home;
        worker = new ScriptedWorker((request, client) -> {
            client.onNext(ScriptedWorker.accepted());
            client.onNext(ScriptedWorker.prefillDone(7, 0));
            int tokens = 0;
            while (!client.isCancelled() && (request.getInput().contains("endless") || tokens < 10)) {
                client.onNext(ScriptedWorker.delta("word "));
                tokens++;
                never.await(20, TimeUnit.MILLISECONDS);
            }
            if (request.getInput().contains("on time")) {
                finish.await();
            }
            client.onNext(ScriptedWorker.finished("stop", 7, tokens));
            client.onCompleted();
        });
        gateway = new GatewayProcess(
                new GatewayHome(home).key("alice", "acct_a", Map.of()).model("m", worker.address()),
                Map.of("RADIUM_STOP_SECONDS", "7"),
                List.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
        worker.close();
    }

    @Test
    void everyOpenStreamEndsInWordsAndIsBilledForWhatItTold() throws Exception {
        List<CompletableFuture<String>> streams = new ArrayList<>();
        List<LocalGateway.RawClient> clients = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            var client = gateway.connect();
            clients.add(client);
            streams.add(stream(client, i < 2 ? "on time" : "endless"));
        }
        for (int i = 0; i < STREAMS; i++) {
            assertThat(worker.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
        }

        gateway.terminate();
        finish.countDown();
        List<String> said = streams.stream()
                .map(stream -> stream.orTimeout(30, TimeUnit.SECONDS).join())
                .toList();
        int exit = gateway.awaitExit();

        for (int i = 0; i < STREAMS; i++) {
            String end = i < 2 ? "data: [DONE]" : "event: error";
            assertThat(said.get(i)).contains(end).contains("0\r\n\r\n");
            clients.get(i).close();
        }
        assertThat(exit).isEqualTo(143);
        List<UsageRecord> billed = SpooledUsage.of(folder);
        int told = said.stream().mapToInt(StoppingGatewayTest::tokens).sum();
        assertThat(billed).hasSize(STREAMS);
        assertThat(billed.stream().mapToInt(UsageRecord::completionTokens).sum())
                .isEqualTo(told);
    }

    @Test
    void whoWaitsForAWholeAnswerIsToldToAskAgain() throws Exception {
        var client = gateway.connect();
        CompletableFuture<String> answer = send(client, body("endless", false));
        assertThat(worker.requests.poll(10, TimeUnit.SECONDS)).isNotNull();

        gateway.terminate();

        assertThat(answer.orTimeout(30, TimeUnit.SECONDS).join())
                .startsWith("HTTP/1.1 503")
                .contains("the gateway is stopping".substring(4));
        assertThat(gateway.awaitExit()).isEqualTo(143);
        assertThat(SpooledUsage.of(folder))
                .singleElement()
                .satisfies(record -> assertThat(record.completionTokens()).isZero());
        client.close();
    }

    @Test
    void anIdleGatewayEndsAtOnce() throws Exception {
        try (var client = gateway.connect()) {
            client.say("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").reply();
            long before = System.nanoTime();

            gateway.terminate();

            assertThat(client.readToEnd()).isEmpty();
            gateway.awaitExit();
            assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(7));
        }
    }

    private static CompletableFuture<String> stream(LocalGateway.RawClient client, String what) {
        return send(client, body(what, true));
    }

    private static String body(String what, boolean stream) {
        return "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + what
                + "\"}]}";
    }

    private static CompletableFuture<String> send(LocalGateway.RawClient client, String body) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        client.say("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n"
                                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n"
                                + body);
                        return client.readToEnd();
                    } catch (IOException e) {
                        return "broke: " + e;
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static int tokens(String stream) {
        return stream.split("word ", -1).length - 1;
    }
}
