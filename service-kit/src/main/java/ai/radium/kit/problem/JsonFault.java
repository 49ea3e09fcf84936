package ai.radium.kit.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jackson's complaints in the caller's words: which member, and what it must be; never the name of a class. */
final class JsonFault {
    /** The field at fault where it is no single one. */
    static final String BODY = "body";

    private static final int SHORTEST_HINT = 3;

    private JsonFault() {}

    static ProblemException refusal(JsonProcessingException broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refusal) {
                return refusal;
            }
            if (cause instanceof StreamConstraintsException) {
                return invalid("The body holds more than is read here: " + JsonLimits.IN_WORDS, BODY);
            }
        }
        return switch (broken) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case JsonMappingException mismatch
            when !mismatch.getPath().isEmpty() ->
                invalid(pathOf(mismatch) + " must be " + expected(mismatch), pathOf(mismatch));
            case JsonParseException unreadable -> invalid("The body is not valid JSON" + at(unreadable), BODY);
            default -> invalid("The body is not a JSON object as expected here", BODY);
        };
    }

    private static ProblemException unknown(UnrecognizedPropertyException unknown) {
        String path = pathOf(unknown);
        if (path.isEmpty()) {
            return invalid("A field without a name is not a known field", BODY);
        }
        return invalid(
                path + " is not a known field"
                        + hint(unknown)
                                .map(known -> "; did you mean " + known + "?")
                                .orElse(""),
                path);
    }

    /** A known name that differs in case and separators only, or begins the same way: rate_limit, request. */
    private static Optional<String> hint(UnrecognizedPropertyException unknown) {
        String asked = letters(unknown.getPropertyName());
        return unknown.getKnownPropertyIds() == null || asked.length() < SHORTEST_HINT
                ? Optional.empty()
                : unknown.getKnownPropertyIds().stream()
                        .map(Object::toString)
                        .filter(known -> letters(known).startsWith(asked) || asked.startsWith(letters(known)))
                        .findFirst();
    }

    private static String letters(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    private static String expected(JsonMappingException mismatch) {
        return bounds(mismatch)
                .map(bounds -> "a whole number from %d to %d".formatted(bounds.least(), bounds.most()))
                .orElseGet(() -> expectedOfType(mismatch));
    }

    private static Optional<Between> bounds(JsonMappingException mismatch) {
        JsonMappingException.Reference member = mismatch.getPath().getLast();
        return member.getFrom() instanceof Class<?> record && record.isRecord()
                ? Arrays.stream(record.getRecordComponents())
                        .filter(component -> component.getName().equals(member.getFieldName()))
                        .flatMap(component -> Stream.ofNullable(component.getAnnotation(Between.class)))
                        .findFirst()
                : Optional.empty();
    }

    private static String expectedOfType(JsonMappingException mismatch) {
        if (mismatch.getCause() instanceof InputCoercionException range) {
            return expected(range.getTargetType());
        }
        return mismatch instanceof MismatchedInputException input ? expected(input.getTargetType()) : "of another type";
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return "a whole number from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == Instant.class) {
            return Require.A_TIME;
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(word -> word.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "text";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "a list" : "an object";
    }

    private static String at(JsonParseException unreadable) {
        JsonLocation location = unreadable.getLocation();
        return location == null ? "" : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String pathOf(JsonMappingException mismatch) {
        return mismatch.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static ProblemException invalid(String detail, String param) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, param);
    }
}
