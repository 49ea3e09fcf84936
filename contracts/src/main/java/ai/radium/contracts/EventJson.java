package ai.radium.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/** Event records as JSON values. Unknown fields are ignored, absent ones are null, times are ISO-8601 in UTC. */
public final class EventJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private EventJson() {}

    public static byte[] write(Event event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event cannot be written: " + type(event), e);
        }
    }

    /** The CloudEvents type: the record's name in the topic's namespace, for example {@code radium.KeyChanged}. */
    public static String type(Event event) {
        return type(event.getClass());
    }

    private static String type(Class<?> record) {
        return "radium." + record.getSimpleName();
    }

    /**
     * Reads a value of a topic; empty for a type that this build does not know yet: readers skip it.
     *
     * @throws UncheckedIOException when the value is not JSON of that type: a poisoned event
     */
    public static Optional<Event> read(Topic topic, String type, byte[] value) {
        return Arrays.stream(topic.eventType().getPermittedSubclasses())
                .filter(record -> type.equals(type(record)))
                .findFirst()
                .map(record -> readAs(record, value));
    }

    private static Event readAs(Class<?> record, byte[] value) {
        try {
            return (Event) MAPPER.readValue(value, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
