package ai.radium.gateway.inference;

import static ai.radium.gateway.inference.JsonText.ascii;

import io.netty.buffer.ByteBuf;

/**
 * Writes the messages of a chat, as an array. Turns of one role that follow each other are one message, and so are an
 * assistant's text and the calls behind it.
 */
final class MessageTurns {
    private static final byte[] SYSTEM = ascii("{\"role\":\"system\",\"content\":\"");
    private static final byte[] USER = ascii("{\"role\":\"user\",\"content\":\"");
    private static final byte[] ASSISTANT = ascii("{\"role\":\"assistant\",\"content\":\"");
    private static final byte[] CALLER = ascii("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[");
    private static final byte[] TOOL_CALLS = ascii("\",\"tool_calls\":[");
    private static final byte[] CALL = ascii("{\"id\":");
    private static final byte[] FUNCTION = ascii(",\"type\":\"function\",\"function\":{\"name\":");
    private static final byte[] ARGUMENTS = ascii(",\"arguments\":\"");
    private static final byte[] CALL_END = ascii("\"}}");
    private static final byte[] RESULT_OF = ascii("{\"role\":\"tool\",\"tool_call_id\":");
    private static final byte[] CONTENT = ascii(",\"content\":\"");
    private static final byte[] CALLS_END = ascii("]}");
    private static final byte[] TEXT_END = ascii("\"}");

    private final ByteBuf out;
    private final MessageNames names;
    private Turn turn = Turn.ENDED;

    /** What may still be added to the message that was written last. */
    enum Turn {
        ENDED,
        USER,
        ASSISTANT,
        CALLING
    }

    MessageTurns(ByteBuf out, MessageNames names) {
        this.out = out;
        this.names = names;
    }

    /** Begins the array. */
    void begin() {
        out.writeByte('[');
    }

    /** Begins the system prompt, which is the first message and whose text is to follow; ended by {@link #endText}. */
    void system() {
        names.message(MessageNames.SYSTEM);
        out.writeBytes(SYSTEM);
    }

    /**
     * Readies the message of that role for a further text.
     *
     * @param role USER or ASSISTANT
     * @param message of the request, by its index
     */
    void text(Turn role, int message) {
        if (turn == role) {
            TextBlocks.line(out, false);
            return;
        }
        end();
        comma();
        names.wholeMessage(message);
        out.writeBytes(role == Turn.USER ? USER : ASSISTANT);
        turn = role;
    }

    /** Appends a call to the assistant's message. */
    void call(int message, JsonSpan id, JsonSpan name, JsonSpan input) {
        switch (turn) {
            case CALLING -> out.writeByte(',');
            case ASSISTANT -> out.writeBytes(TOOL_CALLS);
            case ENDED, USER -> {
                end();
                comma();
                names.wholeMessage(message);
                out.writeBytes(CALLER);
            }
        }
        turn = Turn.CALLING;
        id.write(out.writeBytes(CALL));
        name.write(out.writeBytes(FUNCTION));
        input.writeEscaped(out.writeBytes(ARGUMENTS));
        out.writeBytes(CALL_END);
    }

    /** Begins what a call gave, whose text is to follow; ended by {@link #endText}. */
    void result(int message, int block, JsonSpan id) {
        end();
        comma();
        names.block(message, block);
        id.write(out.writeBytes(RESULT_OF));
        out.writeBytes(CONTENT);
    }

    void endText() {
        out.writeBytes(TEXT_END);
    }

    /** Nothing more follows. */
    void endAll() {
        end();
        out.writeByte(']');
    }

    private void end() {
        switch (turn) {
            case ENDED -> {
                // nothing is open
            }
            case USER, ASSISTANT -> out.writeBytes(TEXT_END);
            case CALLING -> out.writeBytes(CALLS_END);
        }
        turn = Turn.ENDED;
    }

    private void comma() {
        if (names.messageCount() > 0) {
            out.writeByte(',');
        }
    }
}
