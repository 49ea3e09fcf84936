package ai.radium.kit.testing;

import java.util.List;
import java.util.stream.Stream;

/** What strangers put where a word is expected, and how they ask. */
public final class Hostile {
    /** Values of a query's parameter, as they stand in a request's target. */
    public static final List<String> VALUES = List.of(
            "",
            "%00",
            "a%00b",
            "%ED%A0%80",
            "%FF",
            "%C0%AF",
            "%zz",
            "%",
            "%2",
            "a|b",
            "{}",
            "\"",
            "<x>",
            "a\\b",
            "^`",
            "nope",
            "-1",
            "0",
            "1e9",
            "2147483647",
            "2147483648",
            "99999999999999999999999",
            "%D9%A3",
            "NaN",
            "-999999999-01-01",
            "%2B999999999-12-31T23:59:59Z",
            "2026-02-30",
            "9999-12-31T23:59:59.999999999Z",
            "0001-01-01",
            "'%20or%201=1--",
            "%25%5F%5C",
            "%F0%9F%98%80",
            "x".repeat(12_000));

    /** Values of {@code Accept} that ask for something else than JSON, or for nothing. */
    public static final List<String> ACCEPTS = List.of(
            "text/plain",
            "text/html",
            "foo",
            "*/*;q=0",
            "application/xml",
            "application/json;q=0",
            "text/csv",
            "",
            ",;",
            "application/octet-stream, image/png");

    private Hostile() {}

    /** Targets below this path: each parameter with each value, twice the same, and none of the known ones. */
    public static Stream<String> targets(String path, List<String> parameters) {
        return Stream.concat(
                parameters.stream().flatMap(name -> VALUES.stream().map(value -> path + "?" + name + "=" + value)),
                Stream.concat(
                        parameters.stream().map(name -> path + "?" + name + "=a&" + name + "=b"),
                        Stream.of(
                                path + "?",
                                path + "?%00",
                                path + "?%00=1",
                                path + "?&&==&",
                                path + "?unknown=%FF",
                                path + "?" + "a=b&".repeat(2_000))));
    }

    /** Names below this path: ids that cannot be. */
    public static Stream<String> ids(String path) {
        return VALUES.stream().filter(value -> !value.isEmpty()).map(value -> path + "/" + value);
    }
}
