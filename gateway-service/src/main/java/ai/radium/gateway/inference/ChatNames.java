package ai.radium.gateway.inference;

import ai.radium.gateway.problem.Refusal;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a response's request calls that which the worker knows by the names of a chat: it finds fault with
 * {@code messages[3].content}, the caller sent {@code input[2].content}.
 */
final class ChatNames {
    private static final Pattern PLACE = Pattern.compile("(messages|tools)\\[(\\d{1,6})](.*)", Pattern.DOTALL);
    private static final String SCHEMA = "response_format.json_schema";
    private static final String FORMAT = "response_format";

    /** What the instructions became. */
    static final int INSTRUCTIONS = -1;

    /** What an input became that is one text. */
    static final int ALL_INPUT = -2;

    private int[] messages = new int[16];
    private int messageCount;
    private int[] tools = new int[4];
    private int toolCount;

    /** @param item of the input that the next message is made of */
    void message(int item) {
        if (messageCount == messages.length) {
            messages = Arrays.copyOf(messages, 2 * messageCount);
        }
        messages[messageCount++] = item;
    }

    /** @param index that the next tool has in the request */
    void tool(int index) {
        if (toolCount == tools.length) {
            tools = Arrays.copyOf(tools, 2 * toolCount);
        }
        tools[toolCount++] = index;
    }

    int messageCount() {
        return messageCount;
    }

    int toolCount() {
        return toolCount;
    }

    /** The refusal as the caller of a response understands it. */
    Refusal renamed(Refusal refusal) {
        String param = refusal.param();
        if (param == null) {
            return refusal;
        }
        String name = renamed(param);
        String detail = refusal.detail();
        return refusal.at(name).saying(detail.startsWith(param) ? name + detail.substring(param.length()) : detail);
    }

    private String renamed(String param) {
        Matcher place = PLACE.matcher(param);
        if (place.matches()) {
            int i = Integer.parseInt(place.group(2));
            return place.group(1).equals("tools") ? tool(i, place.group(3)) : message(i, place.group(3));
        }
        if (param.startsWith(SCHEMA)) {
            return "text.format" + param.substring(SCHEMA.length());
        }
        if (param.startsWith(FORMAT)) {
            return "text.format" + param.substring(FORMAT.length());
        }
        return switch (param) {
            case "messages" -> "input";
            case "max_tokens" -> "max_output_tokens";
            case "tool_choice.function", "tool_choice.function.name" -> "tool_choice.name";
            default -> param;
        };
    }

    private String tool(int i, String rest) {
        return i < toolCount ? "tools[" + tools[i] + "]" + rest.replaceFirst("^\\.function", "") : "tools";
    }

    private String message(int i, String rest) {
        return switch (i < messageCount ? messages[i] : ALL_INPUT) {
            case ALL_INPUT -> "input";
            case INSTRUCTIONS -> "instructions";
            default -> "input[" + messages[i] + "]" + (rest.equals(".tool_call_id") ? ".call_id" : inner(rest));
        };
    }

    /** Items of calls stand side by side in the request, not within a message. */
    private static String inner(String rest) {
        return rest.startsWith(".tool_calls") ? "" : rest;
    }
}
