package ai.radium.gateway.inference;

import ai.radium.gateway.problem.Refusal;

/** The names of a message's request. Messages come from the system prompt, a message or a block of one. */
final class MessageNames extends ChatNames {
    private static final String SCHEMA = "response_format.json_schema.schema";

    /** What the system prompt became. */
    static final int SYSTEM = -1;

    /** More than a message may have blocks. */
    private static final int BLOCKS = 4_096;

    /** The next message is made of that block. */
    void block(int message, int block) {
        message(message * BLOCKS + block + 1);
    }

    /** The next message is made of all that one. */
    void wholeMessage(int message) {
        message(message * BLOCKS);
    }

    /** Agents know an overflow by Anthropic's words for it. */
    @Override
    Refusal renamed(Refusal refusal) {
        Refusal renamed = super.renamed(refusal);
        return renamed.code().equals("CONTEXT_LENGTH_EXCEEDED")
                ? renamed.saying("prompt is too long: " + renamed.detail())
                : renamed;
    }

    @Override
    String message(int origin, String rest) {
        if (origin == SYSTEM) {
            return "system";
        }
        int block = origin % BLOCKS - 1;
        String message = "messages[" + origin / BLOCKS + "]";
        if (block < 0) {
            return message + (rest.startsWith(".role") ? rest : ".content");
        }
        return message + ".content[" + block + "]" + (rest.equals(".tool_call_id") ? ".tool_use_id" : "");
    }

    @Override
    String allMessages() {
        return "messages";
    }

    @Override
    String inTool(String rest) {
        return rest.replaceFirst("^\\.function", "").replaceFirst("^\\.parameters", ".input_schema");
    }

    @Override
    String other(String param) {
        if (param.startsWith(SCHEMA)) {
            return "output_config.format.schema" + param.substring(SCHEMA.length());
        }
        return switch (param) {
            case "stop" -> "stop_sequences";
            case "tool_choice.function", "tool_choice.function.name" -> "tool_choice.name";
            case "parallel_tool_calls" -> "tool_choice.disable_parallel_tool_use";
            default -> param.startsWith("response_format") ? "output_config.format" : param;
        };
    }
}
