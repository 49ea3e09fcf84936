package ai.radium.worker.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strings drawn from the rules themselves: a model draws too few of them to meet the rare ones. */
class StringFormatTest {
    private static final int DRAWN = 50_000;

    private static final SchemaValidatorsConfig FORMATS_COUNT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    @ParameterizedTest
    @EnumSource
    void letsThroughNothingThatAValidatorRefuses(StringFormat format) {
        ObjectNode schema = new JsonMapper().createObjectNode().put("format", format.keyword());
        JsonSchema validator =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, FORMATS_COUNT);
        RgxGen strings = RgxGen.parse(regex(format.expression()));
        Random random = new Random(1);

        for (int i = 0; i < DRAWN; i++) {
            TextNode drawn = TextNode.valueOf(strings.generate(random));
            assertThat(validator.validate(drawn)).as(drawn.textValue()).isEmpty();
        }
    }

    /** Of a rule without references: literals are quoted and blanks separate, all else is written alike. */
    private static String regex(String rule) {
        return Pattern.compile("\"([^\"]*)\"| ")
                .matcher(rule)
                .replaceAll(part -> Matcher.quoteReplacement(
                        part.group(1) == null ? "" : part.group(1).replaceAll("[^A-Za-z0-9]", "\\\\$0")));
    }
}
