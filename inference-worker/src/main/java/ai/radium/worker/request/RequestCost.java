package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.InputKind;
import ai.radium.worker.engine.EngineRefusal;

/**
 * What a request will cost, found out before anything is made of it.
 *
 * @param heapBytes of this process from now until it is answered
 */
public record RequestCost(long heapBytes) {
    /** Of the request apart from its raw JSON, and of its stream. */
    private static final int ANY_REQUEST = 4 * 1024;

    /** @throws EngineRefusal naming the place that holds too much */
    public static RequestCost of(GenerateRequest request) {
        return new RequestCost(ANY_REQUEST
                + input(request.getKind(), request.getInput())
                + RawJson.heapBytes(request.getStop(), RawBounds.STOP)
                + RawJson.heapBytes(request.getTools(), RawBounds.TOOLS)
                + RawJson.heapBytes(request.getToolChoice(), RawBounds.TOOL_CHOICE)
                + RawJson.heapBytes(request.getResponseFormat(), RawBounds.RESPONSE_FORMAT)
                + RawJson.heapBytes(request.getLogitBias(), RawBounds.LOGIT_BIAS)
                + RawJson.heapBytes(request.getParallelToolCalls(), RawBounds.PARALLEL_TOOL_CALLS)
                + RawJson.heapBytes(request.getFunctions(), RawBounds.FUNCTIONS)
                + RawJson.heapBytes(request.getFunctionCall(), RawBounds.FUNCTION_CALL));
    }

    /** @throws EngineRefusal naming the place that holds too much */
    public static RequestCost of(CountTokensRequest request) {
        return new RequestCost(ANY_REQUEST
                + input(request.getKind(), request.getInput())
                + RawJson.heapBytes(request.getTools(), RawBounds.TOOLS));
    }

    /** @throws EngineRefusal naming the place that holds too much */
    public static RequestCost of(EmbedRequest request) {
        String input = request.getInput();
        return new RequestCost(ANY_REQUEST
                + RawJson.heapBytes(
                        input, isListOfNumbers(input) ? RawBounds.TOKENS_TO_EMBED : RawBounds.TEXTS_TO_EMBED));
    }

    private static long input(InputKind kind, String input) {
        if (kind == InputKind.TEXT) {
            return RawJson.heapBytes(input, isListOfNumbers(input) ? RawBounds.PROMPT_TOKENS : RawBounds.PROMPT);
        }
        return RawJson.heapBytes(input, RawBounds.MESSAGES);
    }

    private static boolean isListOfNumbers(String input) {
        int bracket = firstVisible(input, 0);
        int first = bracket < input.length() && input.charAt(bracket) == '[' ? firstVisible(input, bracket + 1) : 0;
        return first > 0
                && first < input.length()
                && (Character.isDigit(input.charAt(first)) || input.charAt(first) == '-');
    }

    private static int firstVisible(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
