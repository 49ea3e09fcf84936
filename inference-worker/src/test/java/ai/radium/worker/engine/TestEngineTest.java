package ai.radium.worker.engine;

class TestEngineTest extends EngineContract {
    private final TestEngine engine = TestEngine.talkative(CONTEXT);

    @Override
    protected Engine engine() {
        return engine;
    }
}
