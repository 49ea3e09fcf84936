package ai.radium.contracts.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Progress as lines of JSON; {@code type} names the record. */
public final class ProgressLine {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private ProgressLine() {}

    /** Without an end of line. */
    public static String write(TrainingProgress progress) {
        ObjectNode line = MAPPER.createObjectNode().put("type", type(progress.getClass()));
        line.setAll(MAPPER.<ObjectNode>valueToTree(progress));
        return line.toString();
    }

    /** Nothing for a line that is no progress, or of a type that this build does not know yet. */
    public static Optional<TrainingProgress> read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            Optional<Class<?>> type = Arrays.stream(TrainingProgress.class.getPermittedSubclasses())
                    .filter(known -> type(known).equals(json.path("type").asText()))
                    .findFirst();
            return type.isPresent()
                    ? Optional.of((TrainingProgress) MAPPER.treeToValue(json, type.get()))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            // What a library prints on standard output is no progress.
            return Optional.empty();
        }
    }

    private static String type(Class<?> record) {
        return record.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
