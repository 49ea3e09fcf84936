package ai.radium.worker.engine;

class TestEngineTest extends EngineContract {
    @Override
    protected Engine engine() {
        return TestEngine.talkative(CONTEXT);
    }
}
