package ai.radium.finetune;

import static org.awaitility.Awaitility.await;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.model.ModelChanged.Price;
import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.gguf.testmodel.TrainableModel;
import ai.radium.kit.testing.ServiceDatabase;
import ai.radium.kit.testing.TestTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** What model-service has told: {@value #MODEL} can be fine-tuned at 0.5 USD per million tokens. */
public final class Catalogue {
    public static final String MODEL = "trainable";
    public static final String ALIAS = "trainable-alias";
    public static final String WITHOUT_WEIGHTS = "no-weights";
    public static final String WITHOUT_PRICE = "no-price";

    private Catalogue() {}

    /** Returns when the service knows it. */
    public static void known() {
        if (!ServiceDatabase.query("select id from model_copy where id = '" + WITHOUT_PRICE + "'")
                .isEmpty()) {
            return;
        }
        try (TestTopics topics = new TestTopics(setting("radium.kafka"), setting("test.topic-prefix"))) {
            tell(topics);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ServiceDatabase.query("select id from model_copy").size() == 3);
    }

    public static void tell(TestTopics topics) {
        byte[] model = TrainableModel.llama().bytes();
        Weights weights =
                new Weights(file(model).toUri().toString(), ScriptedTrainer.sha256(model), "gguf", "Apache-2.0");
        topics.send(model(MODEL, weights, "0.5"));
        topics.send(model(WITHOUT_WEIGHTS, null, "0.5"));
        topics.send(model(WITHOUT_PRICE, weights, null));
    }

    private static ModelChanged model(String id, @Nullable Weights weights, @Nullable String training) {
        return new ModelChanged(
                id,
                List.of(id + "-alias"),
                id,
                "Radium",
                "chat",
                2_048,
                true,
                null,
                weights,
                new Gpu("CPU", 0, 0),
                List.of(new Price("1", Instant.EPOCH, "0.1", "0.2", "USD", training)),
                null,
                List.of("chat", "fine-tuning"),
                null,
                1);
    }

    private static Path file(byte[] model) {
        try {
            return Files.write(Files.createTempFile("trainable", ".gguf"), model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
