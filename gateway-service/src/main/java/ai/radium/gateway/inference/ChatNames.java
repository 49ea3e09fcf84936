package ai.radium.gateway.inference;

import ai.radium.gateway.problem.Refusal;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request of another shape calls that which the worker knows by the names of a chat: it finds fault with
 * {@code messages[3].content}, the caller sent {@code input[2].content}.
 */
abstract sealed class ChatNames permits ResponseNames, MessageNames {
    private static final Pattern PLACE = Pattern.compile("(messages|tools)\\[(\\d{1,6})](.*)", Pattern.DOTALL);

    private int[] messages = new int[16];
    private int messageCount;
    private int[] tools = new int[4];
    private int toolCount;

    /** @param origin of the next message, as {@link #message(int, String)} understands it */
    final void message(int origin) {
        if (messageCount == messages.length) {
            messages = Arrays.copyOf(messages, 2 * messageCount);
        }
        messages[messageCount++] = origin;
    }

    /** @param index that the next tool has in the request */
    final void tool(int index) {
        if (toolCount == tools.length) {
            tools = Arrays.copyOf(tools, 2 * toolCount);
        }
        tools[toolCount++] = index;
    }

    final int messageCount() {
        return messageCount;
    }

    final int toolCount() {
        return toolCount;
    }

    /** The refusal as the caller understands it. */
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
        if (!place.matches()) {
            return other(param);
        }
        int i = Integer.parseInt(place.group(2));
        if (place.group(1).equals("messages")) {
            return i < messageCount ? message(messages[i], place.group(3)) : allMessages();
        }
        return i < toolCount ? "tools[" + tools[i] + "]" + inTool(place.group(3)) : "tools";
    }

    /** @param rest of the place within the message that is made of {@code origin}, with its dot or bracket */
    abstract String message(int origin, String rest);

    /** Where all messages come from. */
    abstract String allMessages();

    /** @param rest of the place within a chat's tool */
    abstract String inTool(String rest);

    /** A parameter that is not within a message or a tool. */
    abstract String other(String param);
}
