package ai.radium.finetune.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** What a customer is told of a line that is not JSON: nothing of our parser. */
final class JsonReasons {
    private JsonReasons() {}

    static String of(JsonProcessingException fault) {
        return switch (fault) {
            case JsonEOFException ignored -> "ends in the middle of its JSON";
            case StreamConstraintsException ignored ->
                "goes beyond %d levels, names of %,d characters or numbers of %d digits"
                        .formatted(ExampleParser.LEVELS, ExampleParser.NAME, ExampleParser.DIGITS);
            case ExampleParser.RepeatedMember repeated -> "has the member " + repeated.name() + " twice";
            default ->
                "is not JSON at character " + Math.max(1, fault.getLocation().getColumnNr());
        };
    }
}
