package ai.radium.gateway.endpoints;

import org.jspecify.annotations.Nullable;

/**
 * What the table says of a request.
 *
 * @param shape of its errors
 */
public record Match(Shape shape, Outcome outcome) {
    public sealed interface Outcome {}

    /**
     * @param gap what stands in the gap of the endpoint's path, decoded; empty where there is none
     * @param target path and query below the mount, as services know them
     */
    public record Served(Endpoint endpoint, Access access, String gap, String target) implements Outcome {}

    /** OPTIONS: a question for what the header {@code Allow} says. */
    public record Asked(String allow) implements Outcome {}

    public record OtherMethods(String allow) implements Outcome {}

    public record NoSuchPath() implements Outcome {}

    /**
     * @param why in words for the client
     * @param parameter of the query that is wrong; null when it is the target itself
     */
    public record Malformed(String why, @Nullable String parameter) implements Outcome {}
}
