package ai.radium.finetune.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of JSONL: {@code messages}, or {@code prompt} and {@code completion}. Other members of it are left alone. */
final class ExampleParser {
    static final int LEVELS = 32;
    static final int NAME = 1_024;
    static final int DIGITS = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(LEVELS)
                    .maxStringLength(ExampleReader.LONGEST_LINE)
                    .maxNameLength(NAME)
                    .maxNumberLength(DIGITS)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Members that would change what is taught, and do not here. */
    private static final Set<String> NOT_TAUGHT = Set.of("tools", "functions", "parallel_tool_calls");

    /** Of a member that is in no message. */
    private static final int OUTSIDE = -1;

    private final char[] characters;
    private final int length;

    ExampleParser(char[] characters, int length) {
        this.characters = characters;
        this.length = length;
    }

    /** A member that stands twice in one object. */
    static final class RepeatedMember extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        private final String name;

        RepeatedMember(String name) {
            super("twice");
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    Example example() throws IOException, BadExample {
        try (JsonParser json = JSON.createParser(characters, 0, length)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "is not a JSON object");
            Example example = object(json);
            require(json.nextToken() == null, "has more than one JSON value");
            return example;
        }
    }

    private static Example object(JsonParser json) throws IOException, BadExample {
        List<Turn> turns = null;
        String prompt = null;
        String completion = null;
        Set<String> names = new HashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = once(names, json);
            json.nextToken();
            switch (name) {
                case "messages" -> turns = turns(json);
                case "prompt" -> prompt = text(json, OUTSIDE, name);
                case "completion" -> completion = text(json, OUTSIDE, name);
                default -> leaveOut(name, json);
            }
        }
        return example(turns, prompt, completion);
    }

    private static void leaveOut(String name, JsonParser json) throws IOException, BadExample {
        if (NOT_TAUGHT.contains(name)) {
            throw new BadExample(name + " is not supported");
        }
        skip(json);
    }

    private static Example example(@Nullable List<Turn> turns, @Nullable String prompt, @Nullable String completion)
            throws BadExample {
        if (turns == null) {
            require(prompt != null || completion != null, "has neither messages nor prompt and completion");
            return pair(prompt, completion);
        }
        require(prompt == null && completion == null, "has messages beside prompt or completion");
        require(
                turns.stream()
                        .anyMatch(turn -> turn.role() == Turn.Role.ASSISTANT
                                && !turn.content().isBlank()),
                "messages has nothing that the assistant says");
        return new Example.Chat(turns);
    }

    /** @throws BadExample when one is missing, or there is nothing to learn */
    static Example pair(@Nullable String prompt, @Nullable String completion) throws BadExample {
        if (prompt == null) {
            throw new BadExample("has no prompt");
        }
        if (completion == null) {
            throw new BadExample("has no completion");
        }
        require(!completion.isBlank(), "has an empty completion");
        return new Example.Pair(prompt, completion);
    }

    private static List<Turn> turns(JsonParser json) throws IOException, BadExample {
        require(json.currentToken() == JsonToken.START_ARRAY, "messages is not a list");
        List<Turn> turns = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            turns.add(turn(json, turns.size()));
        }
        return turns;
    }

    private static Turn turn(JsonParser json, int at) throws IOException, BadExample {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new BadExample("messages[" + at + "] is not an object");
        }
        Turn.Role role = null;
        String content = null;
        Set<String> names = new HashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = once(names, json);
            json.nextToken();
            switch (name) {
                case "role" -> role = role(text(json, at, name), at);
                case "content" -> content = text(json, at, name);
                case "name" -> skip(json);
                default -> throw new BadExample(place(at, name) + " is not supported");
            }
        }
        if (role == null || content == null) {
            throw new BadExample("messages[" + at + "] has no " + (role == null ? "role" : "content"));
        }
        return new Turn(role, content);
    }

    private static Turn.Role role(String word, int at) throws BadExample {
        return switch (word) {
            case "system" -> Turn.Role.SYSTEM;
            case "user" -> Turn.Role.USER;
            case "assistant" -> Turn.Role.ASSISTANT;
            case "tool" -> Turn.Role.TOOL;
            default -> throw new BadExample(place(at, "role") + " is none of system, user, assistant, tool");
        };
    }

    private static String text(JsonParser json, int at, String member) throws IOException, BadExample {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new BadExample(place(at, member) + " is not text");
        }
        String text = json.getText();
        String fault = TextRules.fault(text);
        if (fault != null) {
            throw new BadExample(place(at, member) + fault);
        }
        return text;
    }

    private static String place(int at, String member) {
        return at == OUTSIDE ? member : "messages[" + at + "]." + member;
    }

    /** Reads a value over, whose objects are held to the same. */
    private static void skip(JsonParser json) throws IOException {
        Deque<Set<String>> open = new ArrayDeque<>();
        int depth = 0;
        JsonToken token = json.currentToken();
        while (true) {
            if (token == JsonToken.START_OBJECT) {
                open.push(new HashSet<>());
            } else if (token == JsonToken.END_OBJECT) {
                open.pop();
            } else if (token == JsonToken.FIELD_NAME) {
                once(open.element(), json);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
            token = json.nextToken();
        }
    }

    private static String once(Set<String> names, JsonParser json) throws IOException {
        String name = json.currentName();
        if (!names.add(name)) {
            throw new RepeatedMember(name.length() > 80 ? name.substring(0, 80) + "…" : name);
        }
        return name;
    }

    private static void require(boolean holds, String otherwise) throws BadExample {
        if (!holds) {
            throw new BadExample(otherwise);
        }
    }
}
