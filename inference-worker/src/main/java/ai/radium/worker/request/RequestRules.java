package ai.radium.worker.request;

import static ai.radium.worker.request.FieldRule.anything;
import static ai.radium.worker.request.FieldRule.atLeast;
import static ai.radium.worker.request.FieldRule.atMost;
import static ai.radium.worker.request.FieldRule.between;
import static ai.radium.worker.request.FieldRule.known;
import static ai.radium.worker.request.FieldRule.matching;
import static ai.radium.worker.request.FieldRule.needing;
import static ai.radium.worker.request.FieldRule.required;
import static java.util.Map.entry;

import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.DrainRequest;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.InputKind;
import ai.radium.contracts.worker.v1.ListAdaptersRequest;
import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.contracts.worker.v1.UnloadAdapterRequest;
import ai.radium.contracts.worker.v1.WatchLoadRequest;
import ai.radium.worker.engine.EngineRefusal;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every field of every request must be by itself, engine and model apart. Numbers have OpenAI's ranges; top_k and min_p
 * llama.cpp's, and top_k also the -1 that vLLM's users write for "all".
 */
public final class RequestRules {
    /** Names, and ids that are only written down. */
    private static final FieldRule LABEL = atMost(256, "");

    private static final FieldRule ADAPTER_ID = matching(
            "[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}",
            "1 to 200 letters, digits and . _ : / -, beginning with a letter or digit");

    /** Of raw JSON: what fits into the memory of a small worker several times over. */
    private static final int MOST_TO_EMBED = 4 * 1024 * 1024;

    private static final int DAY_SECONDS = 24 * 60 * 60;

    private static final Map<Descriptor, RequestRules> TABLE = Stream.of(
                    new RequestRules(
                            GenerateRequest.getDescriptor(),
                            Map.ofEntries(
                                    entry("model", LABEL),
                                    entry("input", required().as(RequestRules::prompt)),
                                    entry("max_tokens", atLeast(0)),
                                    entry("kind", known()),
                                    entry("account_id", LABEL),
                                    entry("request_id", LABEL),
                                    entry("usage_id", LABEL),
                                    entry("temperature", between(0, 2)),
                                    entry("top_p", between(0, 1)),
                                    entry("top_k", atLeast(-1)),
                                    entry("min_p", between(0, 1)),
                                    entry("frequency_penalty", between(-2, 2)),
                                    entry("presence_penalty", between(-2, 2)),
                                    entry("seed", anything()),
                                    entry("logprobs", anything()),
                                    entry("top_logprobs", between(0, 20).and(needing("logprobs"))),
                                    entry("stop", anything()),
                                    entry("tools", anything()),
                                    entry("tool_choice", anything()),
                                    entry("response_format", anything()),
                                    entry("logit_bias", anything()),
                                    entry("parallel_tool_calls", anything()),
                                    entry("functions", anything()),
                                    entry("function_call", anything()),
                                    entry("adapter", LABEL))),
                    new RequestRules(
                            CountTokensRequest.getDescriptor(),
                            Map.of(
                                    "input",
                                    required().as(RequestRules::prompt),
                                    "kind",
                                    known(),
                                    "tools",
                                    anything(),
                                    "account_id",
                                    LABEL)),
                    new RequestRules(
                            EmbedRequest.getDescriptor(),
                            Map.of(
                                    "input",
                                    required().and(atMost(MOST_TO_EMBED, " of JSON: send it in parts")),
                                    "account_id",
                                    LABEL,
                                    "request_id",
                                    LABEL,
                                    "dimensions",
                                    atLeast(0),
                                    "usage_id",
                                    LABEL)),
                    new RequestRules(
                            LoadAdapterRequest.getDescriptor(),
                            Map.of(
                                    "id",
                                    ADAPTER_ID,
                                    "uri",
                                    required().and(atMost(4096, "")),
                                    "sha256",
                                    matching("([0-9a-f]{64})?", "64 lower-case hexadecimal digits, or empty"))),
                    new RequestRules(UnloadAdapterRequest.getDescriptor(), Map.of("id", ADAPTER_ID)),
                    new RequestRules(ListAdaptersRequest.getDescriptor(), Map.of()),
                    new RequestRules(WatchLoadRequest.getDescriptor(), Map.of()),
                    new RequestRules(DrainRequest.getDescriptor(), Map.of("wait_seconds", between(0, DAY_SECONDS))))
            .collect(Collectors.toUnmodifiableMap(rules -> rules.message, Function.identity()));

    private final Descriptor message;
    private final List<Ruled> fields;

    private RequestRules(Descriptor message, Map<String, FieldRule> rules) {
        this.message = message;
        this.fields = message.getFields().stream()
                .map(field -> Ruled.of(field, rules.get(field.getName())))
                .toList();
    }

    /**
     * @throws EngineRefusal naming the first field, in the protocol's order, that is wrong
     */
    public static void check(Message request) {
        for (Ruled field : of(request.getDescriptorForType()).fields) {
            field.check(request);
        }
    }

    /** Fails for a message that is no request. */
    static RequestRules of(Descriptor message) {
        RequestRules rules = TABLE.get(message);
        if (rules == null) {
            throw new IllegalStateException("no rules for " + message.getFullName());
        }
        return rules;
    }

    /** The OpenAI field that is relayed as {@code input}. */
    private static String prompt(Message request) {
        Object kind = request.getField(request.getDescriptorForType().findFieldByName("kind"));
        return kind.equals(InputKind.TEXT.getValueDescriptor()) ? "prompt" : "messages";
    }

    private record Ruled(FieldDescriptor field, FieldRule rule) {
        /** A field that nobody judges is a mistake of ours; this fails in the build's tests. */
        static Ruled of(FieldDescriptor field, @Nullable FieldRule rule) {
            if (rule == null) {
                throw new IllegalStateException("no rule for " + field.getFullName());
            }
            return new Ruled(field, rule);
        }

        void check(Message request) {
            if (!field.hasPresence() || request.hasField(field)) {
                rule.check(field.getName(), request.getField(field), request);
            }
        }
    }
}
