package ai.radium.worker.llama;

import ai.radium.gguf.testmodel.ScriptedModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** On a model that takes any byte for as likely as the next: what comes out is the grammar's doing. */
@TestInstance(Lifecycle.PER_CLASS)
class StructuredOutputTest {
    private LlamaEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        engine = TestLaunch.start(ScriptedModel.sentence(), folder, 4, 8192);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void answersHundredsOfRandomSchemasWithValidDocuments() throws Exception {
        new SchemaAnswers(engine).assertValid(1, 300, 4);
    }
}
