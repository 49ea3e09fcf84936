package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.DeltaParts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Jackson is the judge of what text between quotes means. */
class JsonTextTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Property(tries = 200)
    void escapesEveryTextSoThatItReadsAsItWas(@ForAll @CharRange(from = '\u0000', to = '\u0180') String text)
            throws JsonProcessingException {
        assertThat(JACKSON.readValue("\"" + escaped(text) + "\"", String.class)).isEqualTo(text);
        assertThat(JACKSON.readValue(JsonText.quoted(text), String.class)).isEqualTo(text);
    }

    @Property(tries = 200)
    void resolvesTheEscapesThatJacksonWrites(
            @ForAll @CharRange(from = '\u0000', to = '\u0180') @StringLength(max = 40) String text)
            throws JsonProcessingException {
        String quoted = JACKSON.writeValueAsString(text);

        assertThat(JsonText.unescaped(quoted.substring(1, quoted.length() - 1))).isEqualTo(text);
    }

    @Test
    void resolvesEveryKindOfEscape() {
        assertThat(JsonText.unescaped("\\b\\f\\n\\r\\t\\\"\\\\\\/\\u00e9\\uD83D\\uDE00z"))
                .isEqualTo("\b\f\n\r\t\"\\/é😀z");
    }

    @Test
    void escapesShortlyWhereThereIsAShortWay() {
        assertThat(escaped("a\nb\rc\td\"e\\f\u0001\u001fé")).isEqualTo("a\\nb\\rc\\td\\\"e\\\\f\\u0001\\u001fé");
    }

    private static String escaped(String text) {
        ByteBuf out = Unpooled.buffer();
        Calls.delta(Calls.text(text), delta -> JsonText.escape(delta, DeltaParts.Part.TEXT, out));
        return out.toString(StandardCharsets.UTF_8);
    }
}
