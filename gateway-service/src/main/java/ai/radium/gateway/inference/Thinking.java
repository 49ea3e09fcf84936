package ai.radium.gateway.inference;

import java.util.Set;

/**
 * Whether a message's answer shows what the model thinks. A model here thinks or does not, whatever it is asked: a budget changes
 * nothing but is held to its bounds.
 */
final class Thinking {
    private static final MemberNames NAMES = MemberNames.of("type", "budget_tokens", "display");
    private static final Set<String> OF_DISABLED = Set.of("type");
    private static final Set<String> OF_ADAPTIVE = Set.of("type", "display");

    /** Anthropic's API reference, "budget_tokens". */
    private static final int LEAST_BUDGET = 1_024;

    private final JsonWalk walk;
    private final KnownMembers thinking;

    Thinking(byte[] bytes, JsonWalk walk) {
        this.walk = walk;
        thinking = new KnownMembers(bytes, NAMES);
    }

    /** @param maxTokens of the answer, 0 = up to the context's end */
    boolean isShown(KnownMembers request, int maxTokens) {
        if (!request.hasObject("thinking")) {
            return false;
        }
        try {
            thinking.read(walk, request.start("thinking"));
            return isShown(maxTokens);
        } catch (RefusedBody why) {
            throw why.within("thinking");
        }
    }

    private boolean isShown(int maxTokens) {
        switch (thinking.string("type").string()) {
            case "disabled" -> {
                thinking.refuseAllBut(OF_DISABLED);
                return false;
            }
            case "adaptive" -> thinking.refuseAllBut(OF_ADAPTIVE);
            case "enabled" -> {
                thinking.refuseOthers();
                if (!thinking.has("budget_tokens")) {
                    throw RefusedBody.at("budget_tokens", "budget_tokens is required");
                }
                long budget = thinking.span("budget_tokens").whole("budget_tokens", LEAST_BUDGET, Integer.MAX_VALUE);
                if (maxTokens > 0 && budget >= maxTokens) {
                    throw RefusedBody.at("budget_tokens", "budget_tokens must be less than max_tokens");
                }
            }
            default -> throw RefusedBody.at("type", "type must be enabled, adaptive or disabled");
        }
        String display = thinking.has("display") ? thinking.string("display").string() : "summarized";
        if (!display.equals("summarized") && !display.equals("omitted")) {
            throw RefusedBody.at("display", "display must be summarized or omitted");
        }
        return display.equals("summarized");
    }
}
