package ai.radium.worker.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaGrammarTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"string","pattern":"^a$"} | # uses pattern
            {"type":"string","format":"uri"} | # uses the format uri
            {"type":"string","format":"date","maxLength":10} | # has a format and a length
            {"type":"string","minLength":3,"maxLength":2} | # has a minLength above its maxLength
            {"type":"string","maxLength":2001} | # has a maxLength that is not a whole number from 0 to 2000
            {"type":"number","multipleOf":2} | # uses multipleOf
            {"type":"integer","minimum":0.2,"maximum":0.8} | # admits no number
            {"type":"number","minimum":"0"} | # has a minimum that is not a number
            {"type":"array","uniqueItems":true} | # uses uniqueItems
            {"type":"array","contains":{}} | # uses contains
            {"type":"array","prefixItems":[{}]} | # has prefixItems that are not the whole array
            {"type":"array","minItems":3,"maxItems":2} | # has a minItems above its maxItems
            {"type":"object","patternProperties":{}} | # uses patternProperties
            {"type":"object","minProperties":1} | # uses minProperties
            {"type":"object","required":["a"]} | # requires a, which its properties do not define
            {"properties":{"a":{}},"additionalProperties":{"type":"string"}} | # has additionalProperties beside properties
            {"properties":{"a":{"items":{"not":{}}}}} | #/properties/a/items uses not
            {"if":{},"then":{}} | # uses if
            {"minimum":1,"maxLength":1} | # needs a type
            {"type":"text"} | # has a type that JSON does not know
            {"type":"string","minimum":1} | # uses minimum
            {"enum":[1],"type":"string"} | # admits no value
            {"anyOf":[]} | #/anyOf must be an array of at least one schema
            {"allOf":[{},{}]} | #/allOf has more than one part
            {"oneOf":[{"type":"number"},{"type":"integer"}]} | #/oneOf has parts that one value could match together
            {"oneOf":[{"type":"object"},{"type":"object"}]} | #/oneOf has parts
            {"$ref":"#/$defs/a"} | # refers to #/$defs/a, which must be a place in the same schema
            {"$ref":"other.json"} | # refers to other.json
            {"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"}]}}} | refers to #/$defs/a, which leads back to itself
            {"$ref":"#/$defs/a","minimum":1,"$defs":{"a":{}}} | # uses minimum
            {"properties":{"a":false}} | #/properties/a must be an object
            """)
    void refusesWhatItCannotEnforceByPlaceAndName(String schema, String explanation) {
        assertThatThrownBy(() -> grammar(schema)).isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
            assertThat(refusal.param()).isEqualTo("response_format");
            assertThat(refusal.explanation()).contains(explanation);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"description":"x","title":"y","default":1,"examples":[1],"x-order":1,"$schema":"s","type":"null"}
            {"oneOf":[{"type":"string"},{"type":"number"}]}
            {"oneOf":[{"const":1},{"const":2}]}
            {"oneOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}],"discriminator":{"propertyName":"k"},"$defs":{"a":{"type":"object","properties":{"k":{"const":"a"}},"required":["k"]},"b":{"type":"object","properties":{"k":{"enum":["b"]}},"required":["k"]}}}
            {"allOf":[{"$ref":"#/$defs/a~1b"}],"$defs":{"a/b":{"type":"boolean"}}}
            {"type":"array","uniqueItems":false}
            {"type":"object","properties":{"child":{"anyOf":[{"$ref":"#"},{"type":"null"}]}}}
            {}
            """)
    void takesWhatToolsWrite(String schema) throws Exception {
        assertThat(grammar(schema)).startsWith("root ::= ");
    }

    @Test
    void saysWholeNumbersDigitByDigit() throws Exception {
        assertThat(grammar("{\"type\":\"integer\",\"minimum\":-3,\"maximum\":23}"))
                .contains("::= [0-9] | \"2\" [0-3] | \"1\" [0-9] | \"-\" [1-3]");
    }

    @Test
    void branchesWhereValuesDifferSoThatFewAreFollowedAtOnce() throws Exception {
        assertThat(grammar("{\"enum\":[\"value 1\",\"value 12\",\"value 2\",\"other\",7,71]}"))
                .contains("::= \"\\\"\" r")
                .contains("::= \"value \" r")
                .contains("| \"7\" r")
                .contains("?");
        assertThat(grammar("{\"enum\":[\"\ud83d\ude00\",\"\ud83d\ude01\"]}"))
                .contains("\"\ud83d\ude00\\\"\" | \"\ud83d\ude01\\\"\"");
    }

    @Test
    void boundsWhatTheEngineHasToFollow() throws Exception {
        String properties = members(257, i -> "\"p" + i + "\":{\"type\":\"null\"}");
        assertThat(grammar("{\"enum\":[" + members(1_000, i -> "\"v" + i + "\"") + "]}"))
                .startsWith("root");
        assertThatThrownBy(() -> grammar("{\"enum\":[" + members(1_001, i -> "\"v" + i + "\"") + "]}"))
                .hasMessageContaining("at most 1000 values");
        assertThatThrownBy(() -> grammar("{\"properties\":{" + properties + "}}"))
                .hasMessageContaining("has more than 256 properties that may be left out");
        assertThat(grammar("{\"properties\":{" + properties + "},\"required\":[\"p0\"]}"))
                .startsWith("root");
    }

    private static String members(int count, IntFunction<String> member) {
        return IntStream.range(0, count).mapToObj(member).collect(Collectors.joining(","));
    }

    @Test
    void boundsItsOwnSize() {
        String schema = "{\"enum\":[\"" + "x".repeat(Grammar.MOST_CHARACTERS) + "\"]}";
        assertThatThrownBy(() -> grammar(schema)).hasMessageContaining("the schema is too large");
    }

    private static String grammar(String schema) throws JsonProcessingException {
        Grammar grammar = new Grammar("response_format");
        return grammar.text(SchemaGrammar.rule(grammar, new JsonMapper().readTree(schema), "response_format"));
    }
}
