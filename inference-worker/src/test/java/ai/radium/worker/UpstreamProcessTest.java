package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.llama.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process beside a real llama-server that it does not look after. */
class UpstreamProcessTest {
    @TempDir
    private Path folder;

    @Test
    void outlivesItsServerAndUsesTheNextOne() throws Exception {
        try (TestServer server = TestServer.start(
                        ScriptedModel.endless(), Files.createDirectory(folder.resolve("server")), 1, 1 << 16);
                WorkerProcess worker = start(server)) {
            worker.awaitReady();
            Recorder<GenerateRequest, Event> stream = speak(worker);
            server.kill();

            Event last = stream.awaitEnd(Duration.ofSeconds(30)).getLast();
            assertThat(last.getError().getCode()).isEqualTo("engine_crashed");
            assertThat(last.getError().getRetryable()).isTrue();
            await().atMost(Duration.ofSeconds(30)).until(() -> worker.ready().statusCode() == 503);
            assertThat(worker.ready().body())
                    .contains(
                            "the server at http://127.0.0.1:" + server.address().getPort() + " does not answer");

            server.startAgain();
            worker.awaitReady();
            speak(worker).cancel();
            assertThat(worker.log())
                    .content()
                    .contains("engine away", "engine ready")
                    .doesNotContain(TestServer.KEY);
        }
    }

    @Test
    void refusesToStartWithoutAnAddress() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(
                ScriptedModel.sentence(), folder, Map.of("RADIUM_WORKER_ENGINE", "openai-upstream"))) {
            assertThat(worker.awaitEnd()).isEqualTo(1);
            assertThat(worker.log()).content().contains("RADIUM_WORKER_UPSTREAM_URL is not set");
        }
    }

    private WorkerProcess start(TestServer server) throws Exception {
        return WorkerProcess.start(
                ScriptedModel.sentence(),
                folder,
                Map.of(
                        "RADIUM_WORKER_ENGINE",
                        "openai-upstream",
                        "RADIUM_WORKER_UPSTREAM_URL",
                        server.address() + "/v1/",
                        "RADIUM_WORKER_UPSTREAM_KEY",
                        TestServer.KEY));
    }

    private static Recorder<GenerateRequest, Event> speak(WorkerProcess worker) throws Exception {
        Recorder<GenerateRequest, Event> stream = Recorder.eager();
        WorkerGrpc.newStub(worker.channel()).generate(RunningWorker.sayHi().build(), stream);
        stream.await(Event::hasDelta);
        return stream;
    }
}
