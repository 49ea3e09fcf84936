package ai.radium.finetune.estimate;

import ai.radium.finetune.trainer.JobFailure;
import ai.radium.gguf.Metadata;
import ai.radium.gguf.ModelFile;
import ai.radium.gguf.UnreadableModel;
import ai.radium.gguf.chat.ChatTemplate;
import ai.radium.gguf.chat.UnsupportedTemplate;
import ai.radium.gguf.tokenizer.Tokenizer;
import ai.radium.gguf.tokenizer.UnsupportedTokenizer;
import ai.radium.gguf.training.ExampleReader;
import ai.radium.gguf.training.ModelShape;
import ai.radium.gguf.training.UnsupportedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** What a model's file says that counting needs. */
record OpenModel(ModelShape shape, Tokenizer tokenizer, Optional<ChatTemplate> template) {
    static OpenModel of(Path path, Clock clock) throws CannotTrain, IOException {
        try (ModelFile file = ModelFile.open(path)) {
            Metadata metadata = file.metadata();
            Tokenizer tokenizer = Tokenizer.of(metadata);
            return new OpenModel(
                    ModelShape.of(metadata),
                    tokenizer,
                    ChatTemplate.of(metadata, tokenizer, clock, new SecureRandom()));
        } catch (UnreadableModel | UnsupportedModel | UnsupportedTokenizer | UnsupportedTemplate e) {
            throw new CannotTrain(JobFailure.MODEL_UNSUPPORTED, "The base model cannot be trained: " + e.getMessage());
        }
    }

    ExampleReader reader(int maxContext) {
        return new ExampleReader(tokenizer, template, Math.min(maxContext, shape.contextLength()));
    }
}
