package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of one response (OpenAI's API reference, "Create a model response") on its way to the chat that it stands for. What
 * cannot be honoured is refused by its name.
 */
final class ResponsesReading {
    /** Without effect: for whom, and for a provider's caches and books. */
    private static final List<String> LABELS =
            List.of("user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "service_tier");

    private static final int LONGEST_LABEL = 512;

    static final MemberNames REQUEST = MemberNames.of(
            "model",
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "text",
            "reasoning",
            "max_output_tokens",
            "temperature",
            "top_p",
            "top_logprobs",
            "metadata",
            "client_metadata",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "service_tier",
            "truncation",
            "store",
            "include",
            "stream",
            "stream_options",
            "background",
            "previous_response_id",
            "conversation",
            "prompt");

    /** What would need that responses are kept. */
    private static final Map<String, String> NOT_KEPT = Map.of(
            "previous_response_id", "responses are not kept, send the items before as input",
            "conversation", "conversations are not kept, send their items as input",
            "prompt", "there are no stored prompts, send the input itself");

    /** Without effect, as models here have nothing of the kind. */
    private static final Set<String> INCLUDABLE = Set.of(
            "reasoning.encrypted_content",
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs");

    private static final MemberNames STREAM_OPTIONS = MemberNames.of("include_obfuscation");
    private static final List<String> REASONING_WORDS =
            List.of("effort", "summary", "generate_summary", "context", "mode");
    private static final MemberNames REASONING = MemberNames.of(REASONING_WORDS);

    private final byte[] bytes;
    private final JsonWalk walk;
    private final Dropped dropped;
    private final KnownMembers members;
    private final ByteBuf chat;
    private final ByteBuf echo;

    /**
     * @param chat where the parts of the chat are written to
     * @param echo where the members are written to that the reply repeats
     */
    ResponsesReading(byte[] bytes, KnownMembers members, ByteBuf chat, ByteBuf echo) {
        this.bytes = bytes;
        this.members = members;
        this.chat = chat;
        this.echo = echo;
        walk = new JsonWalk(bytes);
        dropped = new Dropped(bytes, walk);
    }

    ResponsesRequest request(@Nullable String pathModel) {
        refuseWhatIsNotDone();
        String model = NamedModel.of(members, pathModel);
        boolean stream = members.flag("stream");
        streamOptions(stream);
        Sampling sampling = sampling();
        int maxTokens = members.has("max_output_tokens")
                ? (int) members.span("max_output_tokens").whole("max_output_tokens", 1, Integer.MAX_VALUE)
                : 0;
        echoLabels();
        ResponseNames names = new ResponseNames();
        FunctionTools tools = new FunctionTools(bytes, walk, dropped, chat, echo, names);
        RawParts parts = parts(names, tools);
        return new ResponsesRequest(
                new GenerationRequest(model, stream, false, maxTokens, sampling, parts),
                chat,
                new RequestEcho(echo),
                names,
                tools.warning());
    }

    private RawParts parts(ChatNames names, FunctionTools tools) {
        new InputItems(bytes, walk, dropped, chat, names).write(members);
        int messages = chat.writerIndex();
        name("tools");
        tools.write(members);
        int toolsEnd = chat.writerIndex();
        tools.writeChoice(members);
        echo("tool_choice", "\"auto\"");
        int choice = chat.writerIndex();
        name("text");
        new TextFormat(bytes, walk, chat, echo).write(members);
        int format = chat.writerIndex();
        if (members.has("parallel_tool_calls")) {
            members.flag("parallel_tool_calls");
            members.write("parallel_tool_calls", chat);
        }
        return new RawParts(
                chat.slice(0, messages),
                null,
                names.toolCount() == 0 ? null : chat.slice(messages, toolsEnd - messages),
                chat.slice(toolsEnd, choice - toolsEnd),
                chat.slice(choice, format - choice),
                null,
                chat.slice(format, chat.writerIndex() - format));
    }

    private void refuseWhatIsNotDone() {
        members.refuseOthers();
        NOT_KEPT.forEach((name, why) -> {
            if (members.has(name)) {
                throw RefusedBody.at(name, name + " is not supported here: " + why);
            }
        });
        if (members.flag("background")) {
            throw RefusedBody.at("background", "background can only be false here");
        }
        if (members.has("truncation") && !members.span("truncation").word().equals("disabled")) {
            throw RefusedBody.at("truncation", "truncation can only be disabled here");
        }
        if (members.has("top_logprobs")) {
            members.span("top_logprobs").whole("top_logprobs", 0, 0);
        }
        if (members.has("include")) {
            include();
        }
        members.flag("store");
    }

    private void include() {
        if (!members.span("include").isArray()) {
            throw RefusedBody.at("include", "include must be an array");
        }
        walk.elements(members.start("include"), (i, start) -> {
            int end = walk.skip(start);
            if (!INCLUDABLE.contains(new JsonSpan(bytes, start, end).word())) {
                String place = "include[" + i + "]";
                throw RefusedBody.at(place, place + " is nothing that can be included here");
            }
            return end;
        });
    }

    private void streamOptions(boolean stream) {
        if (!members.hasObject("stream_options")) {
            return;
        }
        if (!stream) {
            throw RefusedBody.at("stream_options", "stream_options needs stream to be true");
        }
        KnownMembers options = new KnownMembers(bytes, STREAM_OPTIONS);
        try {
            options.read(walk, members.start("stream_options"));
            options.refuseOthers();
            options.flag("include_obfuscation");
        } catch (RefusedBody why) {
            throw why.within("stream_options");
        }
    }

    private Sampling sampling() {
        Float temperature = decimal("temperature", 2);
        Float topP = decimal("top_p", 1);
        return temperature == null && topP == null
                ? Sampling.DEFAULT
                : new Sampling(temperature, topP, null, null, null, null, null, false, 0);
    }

    private @Nullable Float decimal(String name, int most) {
        return members.has(name) ? (Float) members.span(name).decimal(name, 0, most) : null;
    }

    private void echoLabels() {
        for (String label : LABELS) {
            if (members.has(label) && !members.string(label).isAtMost(LONGEST_LABEL)) {
                throw RefusedBody.at(label, label + " must be at most " + LONGEST_LABEL + " characters");
            }
        }
        if (members.hasObject("client_metadata")) {
            dropped.check(members.start("client_metadata"), "client_metadata");
        }
        if (members.hasObject("metadata")) {
            new Metadata(bytes).check(walk, members.start("metadata"));
        }
        echo("metadata", "{}");
        for (String name : List.of(
                "instructions",
                "max_output_tokens",
                "temperature",
                "top_p",
                "user",
                "safety_identifier",
                "prompt_cache_key",
                "prompt_cache_retention")) {
            echo(name, "null");
        }
        echo("parallel_tool_calls", "false");
        name("reasoning");
        reasoning();
        ByteBufUtil.writeAscii(
                echo,
                ",\"background\":false,\"max_tool_calls\":null,\"previous_response_id\":null,\"prompt\":null,"
                        + "\"service_tier\":\"default\",\"store\":false,\"top_logprobs\":0,\"truncation\":\"disabled\"");
    }

    private void reasoning() {
        KnownMembers reasoning = new KnownMembers(bytes, REASONING);
        if (members.hasObject("reasoning")) {
            try {
                reasoning.read(walk, members.start("reasoning"));
                reasoning.refuseOthers();
                for (String name : REASONING_WORDS) {
                    if (reasoning.has(name) && !reasoning.string(name).isAtMost(LONGEST_LABEL)) {
                        throw RefusedBody.at(name, name + " must be at most " + LONGEST_LABEL + " characters");
                    }
                }
            } catch (RefusedBody why) {
                throw why.within("reasoning");
            }
        }
        ByteBufUtil.writeAscii(echo, "{\"effort\":");
        reasoning.write("effort", echo);
        ByteBufUtil.writeAscii(echo, ",\"summary\":");
        reasoning.write("summary", echo);
        echo.writeByte('}');
    }

    private void echo(String name, String absent) {
        name(name);
        if (members.has(name)) {
            members.write(name, echo);
        } else {
            ByteBufUtil.writeAscii(echo, absent);
        }
    }

    private void name(String name) {
        ByteBufUtil.writeAscii(echo, ",\"" + name + "\":");
    }
}
