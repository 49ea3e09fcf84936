package ai.radium.worker.toolcall;

import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Turns the text of an answer into calls as it comes: a call's name and id as soon as they are known, then its arguments
 * piece by piece. What is not a call stays text.
 */
public final class ToolCallReader implements Consumer<EngineEvent> {
    private enum Part {
        BEGINNING,
        NAME,
        BEFORE_ARGUMENTS,
        ARGUMENTS,
        END,
        TEXT
    }

    private final Consumer<EngineEvent> events;
    private final Supplier<String> ids;
    private final StringBuilder held = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder fragment = new StringBuilder();
    private final ObjectText arguments = new ObjectText();
    private ArrayNode deltas = JsonNodeFactory.instance.arrayNode();
    private Part part = Part.BEGINNING;
    private int begun;
    private int tokens;

    /** @param ids makes a new call's id */
    public ToolCallReader(Consumer<EngineEvent> events, Supplier<String> ids) {
        this.events = events;
        this.ids = ids;
    }

    @Override
    public void accept(EngineEvent event) {
        if (!(event instanceof EngineEvent.Piece piece)) {
            events.accept(event);
            return;
        }
        piece.text().chars().forEach(c -> read((char) c));
        tokens = piece.completionTokens();
        emit(piece.reasoning(), piece.logprobs());
    }

    /** The end with the reason that the calls give it. What was held back and did not become a call is text after all. */
    public EngineFinish finish(EngineFinish finish) {
        boolean isBetweenCalls = begun > 0 && held.toString().isBlank();
        if (part == Part.BEGINNING && !held.isEmpty() && !isBetweenCalls) {
            text.append(held);
            emit("", "");
        } else if (part == Part.NAME) {
            text.append(CallText.START).append(held);
            emit("", "");
        }
        return begun > 0 && part == Part.BEGINNING && finish.reason().equals("stop")
                ? finish.withReason("tool_calls")
                : finish;
    }

    private void emit(String reasoning, String logprobs) {
        flushArguments();
        events.accept(new EngineEvent.Piece(
                text.toString(), reasoning, deltas.isEmpty() ? "" : deltas.toString(), logprobs, tokens));
        text.setLength(0);
        deltas = JsonNodeFactory.instance.arrayNode();
    }

    private void read(char c) {
        switch (part) {
            case BEGINNING -> beginning(c);
            case NAME -> name(c);
            case BEFORE_ARGUMENTS -> fixed(c, CallText.BEFORE_ARGUMENTS.length() - 1, Part.ARGUMENTS);
            case ARGUMENTS -> argument(c);
            case END -> fixed(c, CallText.END.length(), Part.BEGINNING);
            case TEXT -> text.append(c);
        }
    }

    private void beginning(char c) {
        held.append(c);
        String call = held.toString().stripLeading();
        if (call.equals(CallText.START)) {
            become(Part.NAME);
        } else if (!CallText.START.startsWith(call)) {
            text.append(held);
            become(Part.TEXT);
        }
    }

    private void name(char c) {
        if (c != '"') {
            held.append(c);
            return;
        }
        ObjectNode delta = deltas.addObject();
        delta.put("index", begun).put("id", ids.get()).put("type", "function");
        delta.putObject("function").put("name", held.toString()).put("arguments", "");
        begun++;
        become(Part.BEFORE_ARGUMENTS);
    }

    private void argument(char c) {
        fragment.append(c);
        if (arguments.endsWith(c)) {
            flushArguments();
            become(Part.END);
        }
    }

    /** To the delta of this call, if this piece began it, else to a new one. */
    private void flushArguments() {
        if (fragment.isEmpty()) {
            return;
        }
        int index = begun - 1;
        ObjectNode delta = deltas.path(deltas.size() - 1) instanceof ObjectNode last
                        && last.path("index").asInt() == index
                ? last
                : deltas.addObject().put("index", index);
        delta.withObject("function").put("arguments", fragment.toString());
        fragment.setLength(0);
    }

    private void fixed(char c, int length, Part next) {
        held.append(c);
        if (held.length() == length) {
            become(next);
        }
    }

    private void become(Part next) {
        held.setLength(0);
        part = next;
    }
}
