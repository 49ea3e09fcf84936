package ai.radium.trainer.lines;

import ai.radium.gguf.chat.ChatMessage;
import ai.radium.gguf.chat.UnsupportedTemplate;
import ai.radium.gguf.training.ExampleReader;
import ai.radium.gguf.training.TrainingExample;
import ai.radium.gguf.training.TrainingLine;
import ai.radium.gguf.training.UnusableLine;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset as examples.
 *
 * @param leftOut lines that have no answer within the context
 * @param cutTokens tokens left out of lines that are longer than the context
 */
public record Lines(List<TrainingExample> examples, int leftOut, long cutTokens) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Lines {
        examples = List.copyOf(examples);
    }

    /** @throws InvalidLine for the first line that is no line of a dataset, or a file without any to learn from */
    public static Lines read(Path file, ExampleReader reader) throws IOException, InvalidLine {
        List<TrainingExample> examples = new ArrayList<>();
        int leftOut = 0;
        long cut = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                TrainingExample example = example(line, number, reader);
                cut += example.cut();
                if (example.answerTokens() == 0) {
                    leftOut++;
                } else {
                    examples.add(example);
                }
            }
        }
        if (examples.isEmpty()) {
            throw new InvalidLine("no line has an answer within the context");
        }
        return new Lines(examples, leftOut, cut);
    }

    public long tokens() {
        return examples.stream().mapToLong(TrainingExample::length).sum();
    }

    public int longest() {
        return examples.stream().mapToInt(TrainingExample::length).max().orElse(0);
    }

    private static TrainingExample example(String line, int number, ExampleReader reader) throws InvalidLine {
        try {
            return reader.read(line(JSON.readTree(line)));
        } catch (JsonProcessingException e) {
            throw new InvalidLine("line " + number + " is not valid JSON");
        } catch (UnusableLine | UnsupportedTemplate e) {
            throw new InvalidLine("line " + number + ": " + e.getMessage());
        }
    }

    private static TrainingLine line(JsonNode json) throws UnusableLine {
        if (json.path("messages").isArray()) {
            List<ChatMessage> messages = new ArrayList<>();
            for (JsonNode message : json.path("messages")) {
                messages.add(new ChatMessage(text(message, "role"), text(message, "content")));
            }
            return new TrainingLine.Chat(messages);
        }
        return new TrainingLine.Completion(text(json, "prompt"), text(json, "completion"));
    }

    private static String text(JsonNode json, String name) throws UnusableLine {
        if (!json.path(name).isTextual()) {
            throw new UnusableLine("it has no text '" + name + "'");
        }
        return json.path(name).asText();
    }
}
