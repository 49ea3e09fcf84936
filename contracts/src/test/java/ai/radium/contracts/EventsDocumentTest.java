package ai.radium.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} is made from the records: run with {@code -Ddocs.write=true} after a change. */
class EventsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/events.md");

    @Test
    void describesEveryTopicAsTheRecordsAre() throws IOException {
        String expected = document();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(DOCUMENT).hasContent(expected);
    }

    private static String document() {
        return Arrays.stream(Topic.values())
                .map(EventsDocumentTest::section)
                .collect(Collectors.joining("\n", """
                        # Events

                        Kafka values are JSON, keys are aggregate ids, headers are CloudEvents 1.0 in binary mode
                        (`ce_id`, `ce_type`, `ce_source`, `ce_time`, `ce_specversion`, and `ce_requestid`; W3C's
                        `traceparent` where a trace of it is recorded). Readers ignore
                        fields and types that they do not know, and take an event of one id once.

                        """, ""));
    }

    private static String section(Topic topic) {
        Set<Class<?>> records = new LinkedHashSet<>();
        Arrays.stream(topic.eventType().getPermittedSubclasses()).forEach(type -> collect(type, records));
        return "## `" + topic.topicName() + "`" + (topic.compacted() ? " (compacted)" : "") + "\n\n"
                + "Written by " + topic.writer() + ".\n"
                + records.stream().map(EventsDocumentTest::table).collect(Collectors.joining());
    }

    private static void collect(Class<?> record, Set<Class<?>> into) {
        into.add(record);
        for (RecordComponent field : record.getRecordComponents()) {
            Type type = field.getGenericType() instanceof ParameterizedType list
                    ? list.getActualTypeArguments()[0]
                    : field.getType();
            if (type instanceof Class<?> part && part.isRecord()) {
                collect(part, into);
            }
        }
    }

    private static String table(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(field -> "| `" + field.getName() + "` | " + word(field.getGenericType()) + " |\n")
                .collect(Collectors.joining(
                        "", "\n### " + record.getSimpleName() + "\n| field | type |\n|---|---|\n", ""));
    }

    private static String word(Type type) {
        if (type instanceof ParameterizedType list) {
            return "list of " + word(list.getActualTypeArguments()[0]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .map(value -> "`" + value + "`")
                    .collect(Collectors.joining(", "));
        }
        return plain.getSimpleName();
    }
}
