package ai.radium.gateway.inference;

/** The names of a response's request. Messages come from items of the input, by their index. */
final class ResponseNames extends ChatNames {
    private static final String SCHEMA = "response_format.json_schema";
    private static final String FORMAT = "response_format";

    /** What the instructions became. */
    static final int INSTRUCTIONS = -1;

    /** What an input became that is one text. */
    static final int ALL_INPUT = -2;

    @Override
    String message(int item, String rest) {
        return switch (item) {
            case ALL_INPUT -> allMessages();
            case INSTRUCTIONS -> "instructions";
            default -> "input[" + item + "]" + (rest.equals(".tool_call_id") ? ".call_id" : inner(rest));
        };
    }

    /** Items of calls stand side by side in the request, not within a message. */
    private static String inner(String rest) {
        return rest.startsWith(".tool_calls") ? "" : rest;
    }

    @Override
    String allMessages() {
        return "input";
    }

    @Override
    String inTool(String rest) {
        return rest.replaceFirst("^\\.function", "");
    }

    @Override
    String other(String param) {
        if (param.startsWith(SCHEMA)) {
            return "text.format" + param.substring(SCHEMA.length());
        }
        if (param.startsWith(FORMAT)) {
            return "text.format" + param.substring(FORMAT.length());
        }
        return switch (param) {
            case "messages" -> allMessages();
            case "max_tokens" -> "max_output_tokens";
            case "tool_choice.function", "tool_choice.function.name" -> "tool_choice.name";
            default -> param;
        };
    }
}
