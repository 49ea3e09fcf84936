package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.InputKind;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a request that keeps {@link RequestRules}. Every field ends up in the generation or is refused by name.
 */
public final class RequestReader {
    /** Longer input per token of context cannot fit, and is not worth the memory to find out how many tokens it has. */
    private static final int MOST_CHARACTERS_PER_TOKEN = 256;

    private RequestReader() {}

    /**
     * @throws EngineRefusal naming the field that is wrong, or that this model cannot honour
     */
    public static Generation generation(GenerateRequest request, EngineState.Ready engine) {
        Prompt prompt = prompt(request.getKind(), request.getInput(), engine);
        Map<String, JsonNode> options = new HashMap<>(Sampling.options(request));
        Json.optional(request.getStop(), "stop").map(Stop::sequences).ifPresent(stop -> options.put("stop", stop));
        Json.optional(request.getLogitBias(), "logit_bias")
                .map(bias -> LogitBias.validated(bias, engine.vocabulary()))
                .ifPresent(bias -> options.put("logit_bias", bias));
        if (!(prompt instanceof Prompt.Chat)) {
            refuseChatOptions(request);
        } else {
            options.putAll(Functions.areIn(request) ? Functions.options(request) : Tools.options(request));
            ResponseFormat.option(request).ifPresent(format -> options.put("response_format", format));
            Prefill.check(prompt, options);
        }
        return new Generation(prompt, request.getMaxTokens(), options, request.getAdapter(), request.getAccountId());
    }

    /**
     * What is to be counted, as the generation whose prompt it would be.
     *
     * @throws EngineRefusal naming the field that is wrong
     */
    public static Generation generation(CountTokensRequest request, EngineState.Ready engine) {
        return generation(
                GenerateRequest.newBuilder()
                        .setKind(request.getKind())
                        .setInput(request.getInput())
                        .setTools(request.getTools())
                        .setAccountId(request.getAccountId())
                        .build(),
                engine);
    }

    private static Prompt prompt(InputKind kind, String input, EngineState.Ready engine) {
        return switch (kind) {
            case CHAT -> new Prompt.Chat(Messages.validated(json(input, "messages", engine)));
            case TEXT -> TextPrompt.of(json(input, "prompt", engine), engine.vocabulary());
            case UNRECOGNIZED -> throw new IllegalStateException("a kind of input that no rule refused");
        };
    }

    private static JsonNode json(String input, String param, EngineState.Ready engine) {
        if (input.length() > (long) MOST_CHARACTERS_PER_TOKEN * engine.contextLength()) {
            throw EngineRefusal.tooLong(
                    param,
                    engine.contextLength(),
                    "your " + param + " has " + input.length() + " characters of JSON, which cannot fit.");
        }
        return Json.optional(input, param).orElseThrow(() -> EngineRefusal.invalid(param, param + " is required"));
    }

    private static void refuseChatOptions(GenerateRequest request) {
        Map.of(
                        "tools", request.getTools(),
                        "tool_choice", request.getToolChoice(),
                        "response_format", request.getResponseFormat(),
                        "parallel_tool_calls", request.getParallelToolCalls(),
                        "functions", request.getFunctions(),
                        "function_call", request.getFunctionCall())
                .forEach((param, value) -> {
                    if (Json.optional(value, param).isPresent()) {
                        throw EngineRefusal.invalid(param, param + " is for chat completions only");
                    }
                });
    }
}
