package ai.radium.worker.llama;

import ai.radium.worker.engine.AdapterContract;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.Stage;
import ai.radium.worker.testmodel.ScriptedModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class LlamaEngineTest extends AdapterContract {
    private LlamaEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        engine = TestLaunch.start(ScriptedModel.sentence(), folder, 2, CONTEXT);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected Stage stage(Path folder) throws IOException {
        return new LlamaStage(TestLaunch.start(ScriptedModel.endless(), folder, 1, 1 << 17));
    }

    private record LlamaStage(LlamaEngine engine) implements Stage {
        @Override
        public boolean isBusy() throws InterruptedException {
            try (Children.Lease child = engine.children.enter("")) {
                return child.client()
                        .get("/slots")
                        .body()
                        .path(0)
                        .path("is_processing")
                        .asBoolean();
            }
        }

        @Override
        public void kill() {
            ProcessHandle.of(engine.childPid().orElseThrow()).orElseThrow().destroyForcibly();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
