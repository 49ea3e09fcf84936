package ai.radium.worker.engine;

import java.nio.file.Path;

class TestEngineTest extends AdapterContract {
    private final TestEngine engine = TestEngine.talkative(CONTEXT);

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected Stage stage(Path folder) {
        return new TestStage(TestEngine.endless(1 << 17));
    }

    private record TestStage(TestEngine engine) implements Stage {
        @Override
        public boolean isBusy() {
            return engine.isBusy();
        }

        @Override
        public void kill() {
            engine.crash();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
