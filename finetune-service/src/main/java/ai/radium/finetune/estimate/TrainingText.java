package ai.radium.finetune.estimate;

import ai.radium.finetune.examples.Example;
import ai.radium.finetune.examples.Turn;
import ai.radium.gguf.chat.ChatMessage;
import ai.radium.gguf.training.TrainingLine;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/** An example as trainers read it: both forms say the same. */
public final class TrainingText {
    private TrainingText() {}

    static TrainingLine line(Example example) {
        return switch (example) {
            case Example.Chat chat ->
                new TrainingLine.Chat(chat.turns().stream()
                        .map(turn -> new ChatMessage(role(turn), turn.content()))
                        .toList());
            case Example.Pair pair -> new TrainingLine.Completion(pair.prompt(), pair.completion());
        };
    }

    /** A line of JSON, with its end. */
    public static void write(Example example, JsonGenerator json) throws IOException {
        json.writeStartObject();
        switch (example) {
            case Example.Chat chat -> {
                json.writeArrayFieldStart("messages");
                for (Turn turn : chat.turns()) {
                    json.writeStartObject();
                    json.writeStringField("role", role(turn));
                    json.writeStringField("content", turn.content());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            case Example.Pair pair -> {
                json.writeStringField("prompt", pair.prompt());
                json.writeStringField("completion", pair.completion());
            }
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static String role(Turn turn) {
        return turn.role().name().toLowerCase(Locale.ROOT);
    }
}
