package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.DeltaParts.Part;
import ai.radium.gateway.inference.OutputItem.Call;
import ai.radium.gateway.inference.OutputItem.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was generated, in items: what the model thought, its text, its calls, in the order in which they began. An item ends when
 * one of another kind begins; calls may grow side by side.
 */
final class ResponseOutput {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXT_BYTES = 256;

    private final ByteBufAllocator allocator;
    private final String usageId;
    private final List<OutputItem> items = new ArrayList<>();
    private final Map<Integer, OutputItem> calls = new HashMap<>();
    private @Nullable OutputItem last;
    private int reasoningTokens;

    ResponseOutput(ByteBufAllocator allocator, String usageId) {
        this.allocator = allocator;
        this.usageId = usageId;
    }

    void add(DeltaParts delta, OutputEvents events) {
        grow(Kind.REASONING, delta, Part.REASONING, events);
        grow(Kind.MESSAGE, delta, Part.TEXT, events);
        if (delta.has(Part.TOOL_CALLS)) {
            for (JsonNode call : read(delta.text(Part.TOOL_CALLS))) {
                call(call, events);
            }
        } else if (delta.has(Part.REASONING) && !delta.has(Part.TEXT)) {
            reasoningTokens += delta.tokens();
        }
    }

    private void grow(Kind kind, DeltaParts delta, Part part, OutputEvents events) {
        if (delta.has(part)) {
            OutputItem item = last;
            if (item == null || item.kind() != kind) {
                item = next(kind, Call.NONE, events);
            }
            int from = item.text().writerIndex();
            JsonText.escape(delta, part, item.text());
            events.grew(item, from);
        }
    }

    private void call(JsonNode delta, OutputEvents events) {
        JsonNode function = delta.path("function");
        if (last == null || last.kind() != Kind.CALL) {
            endOpen("completed", events);
        }
        int index = delta.path("index").asInt();
        OutputItem item = calls.get(index);
        if (item == null) {
            item = open(
                    Kind.CALL,
                    new Call(
                            JsonText.quoted(delta.path("id").asText()),
                            JsonText.quoted(function.path("name").asText())),
                    events);
            calls.put(index, item);
        }
        String arguments = function.path("arguments").asText("");
        if (!arguments.isEmpty()) {
            int from = item.text().writerIndex();
            JsonText.escape(arguments, item.text());
            events.grew(item, from);
        }
    }

    private OutputItem next(Kind kind, Call call, OutputEvents events) {
        endOpen("completed", events);
        return open(kind, call, events);
    }

    private OutputItem open(Kind kind, Call call, OutputEvents events) {
        OutputItem item = new OutputItem(kind, items.size(), usageId, call, allocator.buffer(TEXT_BYTES));
        items.add(item);
        last = item;
        events.opened(item);
        return item;
    }

    /** No more is to come; an output of nothing is an empty text. */
    void end(String status, OutputEvents events) {
        if (items.isEmpty() && status.equals("completed")) {
            open(Kind.MESSAGE, Call.NONE, events);
        }
        endOpen(status, events);
    }

    private void endOpen(String status, OutputEvents events) {
        for (OutputItem item : items) {
            if (item.isOpen()) {
                item.end(status);
                events.ended(item);
            }
        }
        calls.clear();
    }

    List<OutputItem> items() {
        return items;
    }

    /** Appends all items as an array, as a response has them. */
    void write(ByteBuf out) {
        out.writeByte('[');
        for (OutputItem item : items) {
            if (item.index() > 0) {
                out.writeByte(',');
            }
            item.write(out);
        }
        out.writeByte(']');
    }

    int reasoningTokens() {
        return reasoningTokens;
    }

    /** May be called more than once. */
    void release() {
        items.forEach(item -> item.text().release());
        items.clear();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the worker sent what is no JSON", e);
        }
    }
}
