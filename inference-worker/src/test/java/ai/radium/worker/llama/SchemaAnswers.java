package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.grammar.RandomSchema;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Asks an engine for answers by schemas, and an independent validator for its opinion of them. */
final class SchemaAnswers {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonSchemaFactory VALIDATOR = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig FORMATS_COUNT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private record Answer(long seed, ObjectNode schema, String text, EngineFinish finish) {}

    private final Engine engine;

    SchemaAnswers(Engine engine) {
        this.engine = engine;
    }

    /** Every answer is valid and ended by itself. */
    void assertValid(long firstSeed, int count, int atOnce) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            List<Future<Answer>> answers = LongStream.range(firstSeed, firstSeed + count)
                    .mapToObj(seed -> threads.submit(() -> answer(seed)))
                    .toList();
            int valid = 0;
            for (Future<Answer> answer : answers) {
                assertValid(answer.get());
                valid++;
            }
            assertThat(valid).isEqualTo(count);
        }
    }

    private Answer answer(long seed) throws InterruptedException {
        ObjectNode schema = RandomSchema.of(seed);
        ObjectNode format = JSON.createObjectNode().put("type", "json_schema");
        format.putObject("json_schema").put("name", "test").set("schema", schema);
        StringBuilder text = new StringBuilder();
        EngineFinish finish = engine.generate(
                new Generation(
                        new Prompt.Chat(JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", "Make up an entry."))),
                        0,
                        Map.of("response_format", format, "temperature", DoubleNode.valueOf(1))),
                event -> {
                    if (event instanceof EngineEvent.Piece piece) {
                        text.append(piece.text());
                    }
                });
        return new Answer(seed, schema, text.toString(), finish);
    }

    private static void assertValid(Answer answer) throws JsonProcessingException {
        String description = "seed " + answer.seed() + ": " + answer.text() + " by " + answer.schema();
        assertThat(answer.finish().reason()).as(description).isEqualTo("stop");
        JsonNode value = JSON.readTree(answer.text());
        Set<ValidationMessage> errors =
                VALIDATOR.getSchema(answer.schema(), FORMATS_COUNT).validate(value);
        assertThat(errors).as(description).isEmpty();
    }
}
