package ai.radium.kit.testing;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Bodies that no client should send where a record is read, each member in its turn. JSON as it stands on the wire. */
final class HostileBodies {
    /** Bodies of no record at all. */
    static final List<String> NO_OBJECT = List.of(
            "null",
            "[]",
            "[{}]",
            "\"x\"",
            "5",
            "true",
            "{",
            "{]",
            "{\"a\":}",
            "{'a':1}",
            "{} {}",
            "{},",
            "NaN",
            "\u0000",
            "\u00ff",
            utf8("\ufeff{}"),
            "[".repeat(200),
            "{\"a\":".repeat(200),
            "{\"\":1}",
            "{\"a\\u0000\":1}",
            "{\"\\ud800\":1}",
            "{\"__proto__\":{}}");

    private static final List<String> NO_TEXT = List.of(
            "5",
            "1.5",
            "true",
            "{}",
            "[]",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"" + "x".repeat(300_000) + "\"");
    private static final List<String> NO_WHOLE_NUMBER = List.of(
            "\"2\"",
            "\"\"",
            "1.5",
            "true",
            "{}",
            "[]",
            "9223372036854775808",
            "-99999999999999999999",
            "1e400",
            "\"\\u0663\"");
    private static final List<String> NO_NUMBER = List.of("\"2\"", "\"\"", "true", "{}", "[]");
    private static final List<String> NO_FLAG = List.of("\"true\"", "\"\"", "1", "0", "{}", "[]");
    private static final List<String> NO_TIME = List.of(
            "1795970000000",
            "1.5",
            "true",
            "{}",
            "[2026,1,1]",
            "\"\"",
            "\"nope\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"-000001-01-01T00:00:00Z\"",
            "\"10000-01-01T00:00:00Z\"",
            "\"2026-01-01\"",
            "\"2026-01-01T00:00:00\"");
    private static final List<String> NO_WORD =
            List.of("\"nope\"", "\"\"", "5", "0", "true", "{}", "[]", "\"\\u0000\"");
    private static final List<String> NO_LIST = List.of("\"x\"", "\"\"", "5", "true", "{}");
    private static final List<String> NO_RECORD =
            List.of("\"x\"", "\"\"", "5", "true", "[]", "{\"zzz\":1}", "{\"\":1}");

    /** Of the right type, and still nothing that has to be taken. */
    private static final List<String> ODD_TEXTS = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"\\n\\t\\u007f\"",
            utf8("\"\u202eabc\u0627\""),
            utf8("\"\ud83d\ude00\""),
            "\"%00\"",
            "\"' or 1=1--\"",
            "\"<x>\"",
            "\"" + "y".repeat(5_000) + "\"");

    private static final List<String> ODD_NUMBERS =
            List.of("null", "0", "-1", "-0", "2147483647", "-2147483648", "1e2", "2147483648");
    private static final List<String> ODD_LISTS =
            List.of("null", "[]", "[null]", "[\"\"]", "[\"a\",\"a\"]", "[[]]", "[5]");

    private HostileBodies() {}

    /**
     * A member with a value in its place.
     *
     * @param path as a problem names it
     * @param json the whole member: {@code "rateLimit":{"requests":"2"}}
     */
    record Member(String path, String json) {
        private Member within(String parent) {
            return new Member(parent + "." + path, "\"%s\":{%s}".formatted(parent, json));
        }

        /** The name at the top, which the rest of the body must not hold again. */
        String name() {
            return path.replaceFirst("[.\\[].*", "");
        }
    }

    /** A record within a body. */
    private record Level(Class<?> type, UnaryOperator<Member> inPlace) {
        Stream<RecordComponent> components() {
            return Arrays.stream(type.getRecordComponents());
        }

        Stream<Level> withThoseBelow() {
            return Stream.concat(
                    Stream.of(this),
                    components()
                            .flatMap(component -> level(
                                    unwrapped(component.getGenericType()),
                                    member -> inPlace.apply(member.within(component.getName())))
                                    .stream())
                            .flatMap(Level::withThoseBelow));
        }

        Stream<Member> members(Function<Type, List<String>> values) {
            return components()
                    .flatMap(component -> values.apply(unwrapped(component.getGenericType())).stream()
                            .map(value -> member(component, value)))
                    .map(inPlace);
        }

        /** Each member twice, and one that is none. */
        Stream<Member> strangers() {
            return Stream.concat(
                            components()
                                    .map(RecordComponent::getName)
                                    .map(name -> new Member(name, "\"%s\":null,\"%s\":null".formatted(name, name))),
                            Stream.of(new Member("zzz", "\"zzz\":null")))
                    .map(inPlace);
        }

        private static Member member(RecordComponent component, String value) {
            return new Member(component.getName(), "\"%s\":%s".formatted(component.getName(), value));
        }
    }

    /** Members of the wrong type, unknown or given twice: a problem has to name each. */
    static List<Member> wrong(Type body) {
        return level(body, UnaryOperator.identity()).stream()
                .flatMap(Level::withThoseBelow)
                .flatMap(level -> Stream.concat(level.members(HostileBodies::wrongValues), level.strangers()))
                .toList();
    }

    /** Members of the right type with values that may be refused, and must not be more than that. */
    static List<Member> odd(Type body) {
        return level(body, UnaryOperator.identity()).stream()
                .flatMap(Level::withThoseBelow)
                .flatMap(level -> level.members(HostileBodies::oddValues))
                .toList();
    }

    /** Empty when it is no record with members. */
    private static Optional<Level> level(Type type, UnaryOperator<Member> inPlace) {
        return type instanceof Class<?> raw && raw.isRecord() && raw.getRecordComponents().length > 0
                ? Optional.of(new Level(raw, inPlace))
                : Optional.empty();
    }

    /** What tells an absent member from null is read as what it holds. */
    private static Type unwrapped(Type type) {
        return type instanceof ParameterizedType of && !isList(type) && !isMap(type)
                ? of.getActualTypeArguments()[0]
                : type;
    }

    private static List<String> wrongValues(Type type) {
        if (isList(type)) {
            return NO_LIST;
        }
        return switch (raw(type)) {
            case Class<?> text when text == String.class -> NO_TEXT;
            case Class<?> flag when flag == Boolean.class || flag == boolean.class -> NO_FLAG;
            case Class<?> number
            when number == Double.class || number == double.class || number == BigDecimal.class -> NO_NUMBER;
            case Class<?> number when Number.class.isAssignableFrom(number) || number.isPrimitive() -> NO_WHOLE_NUMBER;
            case Class<?> time when time == Instant.class -> NO_TIME;
            case Class<?> word when word.isEnum() -> NO_WORD;
            case Class<?> known when known.isRecord() && known.getRecordComponents().length > 0 -> NO_RECORD;
            default -> List.of();
        };
    }

    private static List<String> oddValues(Type type) {
        if (isList(type)) {
            return ODD_LISTS;
        }
        return switch (raw(type)) {
            case Class<?> text when text == String.class -> ODD_TEXTS;
            case Class<?> number when Number.class.isAssignableFrom(number) || number.isPrimitive() -> ODD_NUMBERS;
            default -> List.of("null", "0", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999Z\"");
        };
    }

    private static boolean isList(Type type) {
        return Collection.class.isAssignableFrom(raw(type));
    }

    private static boolean isMap(Type type) {
        return Map.class.isAssignableFrom(raw(type));
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType of ? (Class<?>) of.getRawType() : (Class<?>) type;
    }

    /** Each character is a byte of the text's UTF-8. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
