package ai.radium.worker;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings as the environment has them; a blank one is absent. */
record Environment(Map<String, String> variables) {
    Optional<String> text(String key) {
        return Optional.ofNullable(variables.get(key)).filter(value -> !value.isBlank());
    }

    String required(String key) {
        return text(key).orElseThrow(() -> new IllegalArgumentException(key + " is not set"));
    }

    OptionalInt number(String key) {
        try {
            return text(key).map(Integer::parseInt).map(OptionalInt::of).orElseGet(OptionalInt::empty);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, is " + variables.get(key), e);
        }
    }

    int number(String key, int otherwise, int least) {
        int value = number(key).orElse(otherwise);
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", is " + value);
        }
        return value;
    }

    Optional<Boolean> flag(String key) {
        return text(key).map(value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(key + " must be true or false, is " + value);
        });
    }
}
