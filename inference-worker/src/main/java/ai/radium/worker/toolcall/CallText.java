package ai.radium.worker.toolcall;

/**
 * A call as the model writes it, to the letter: the format that Hermes and Qwen models were trained on, which others follow
 * when told.
 */
final class CallText {
    static final String START = "<tool_call>\n{\"name\": \"";
    static final String BEFORE_ARGUMENTS = "\", \"arguments\": ";
    static final String END = "}\n</tool_call>";

    private CallText() {}

    /** @param arguments the text of a JSON object */
    static String of(String name, String arguments) {
        return START + name + BEFORE_ARGUMENTS + arguments + END;
    }

    static String ofResult(String content) {
        return "<tool_response>\n" + content + "\n</tool_response>";
    }
}
