package ai.radium.deployment.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what a worker writes on its standard output: a JSON object per line with {@code timestamp}, {@code level},
 * {@code message} and further members. Of these only known ones are taken, and of other text nothing, so that nothing a
 * caller sent can come through a log. A line whose message is {@value #ENGINE} holds in {@code line} what the engine wrote
 * about itself; the worker passes on no line that a request caused.
 */
public final class WorkerLog {
    /** Lines of one replica that are kept for readers. */
    public static final int MOST_LINES = 500;

    private static final String ENGINE = "engine";

    /** Characters shown of an engine's line; a model's chat template alone has thousands. */
    private static final int LONGEST = 500;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHOWN = List.of(
            "model",
            "contextLength",
            "requestId",
            "reason",
            "promptTokens",
            "cachedTokens",
            "completionTokens",
            "durationMs",
            "deaths",
            "restarts",
            "cutShort");

    private WorkerLog() {}

    /** @param lines in the order in which they were written */
    public static List<LogLine> read(String replica, Stream<String> lines) {
        return lines.flatMap(line -> line(replica, line).stream()).toList();
    }

    private static Optional<LogLine> line(String replica, String text) {
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode line = JSON.readTree(text);
            return Optional.of(new LogLine(
                    Instant.parse(line.path("timestamp").asText()),
                    level(line.path("level").asText()),
                    replica,
                    message(line)));
        } catch (JsonProcessingException | DateTimeParseException e) {
            return Optional.empty(); // of something else in the same process, or cut off by a kill
        }
    }

    private static String message(JsonNode line) {
        StringBuilder message = new StringBuilder(line.path("message").asText());
        if (ENGINE.contentEquals(message)) {
            return ENGINE + ": " + oneLine(line.path("line").asText());
        }
        SHOWN.stream()
                .filter(name -> line.path(name).isValueNode())
                .forEach(name -> message.append(' ')
                        .append(name)
                        .append('=')
                        .append(line.path(name).asText()));
        return message.toString();
    }

    private static String oneLine(String text) {
        String shown = text.codePointCount(0, text.length()) > LONGEST
                ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…"
                : text;
        return CONTROL.matcher(shown).replaceAll(" ");
    }

    /** The names of java.util.logging. */
    private static LogLine.Level level(String name) {
        return switch (name) {
            case "SEVERE", "ERROR" -> LogLine.Level.ERROR;
            case "WARNING", "WARN" -> LogLine.Level.WARNING;
            case "INFO" -> LogLine.Level.INFO;
            default -> LogLine.Level.DEBUG;
        };
    }
}
