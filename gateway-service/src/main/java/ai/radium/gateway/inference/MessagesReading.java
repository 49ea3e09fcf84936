package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of one message (Anthropic's API reference, "Create a Message") on its way to the chat that it stands for. What
 * cannot be honoured is refused by its name.
 */
final class MessagesReading {
    static final MemberNames REQUEST = MemberNames.of(
            "model",
            "messages",
            "system",
            "max_tokens",
            "stream",
            "stop_sequences",
            "temperature",
            "top_p",
            "top_k",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "metadata",
            "service_tier",
            "cache_control");

    private static final Set<String> OF_COUNTS =
            Set.of("model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "cache_control");
    private static final MemberNames METADATA = MemberNames.of("user_id");
    private static final int LONGEST_USER = 512;
    private static final int MOST_TOP_K = 1_000_000;

    private final byte[] bytes;
    private final JsonWalk walk;
    private final Dropped dropped;
    private final KnownMembers members;
    private final ByteBuf chat;

    /** @param chat where the parts of the chat are written to */
    MessagesReading(byte[] bytes, KnownMembers members, ByteBuf chat) {
        this.bytes = bytes;
        this.members = members;
        this.chat = chat;
        walk = new JsonWalk(bytes);
        dropped = new Dropped(bytes, walk);
    }

    MessagesRequest request(@Nullable String pathModel) {
        members.refuseOthers();
        return request(pathModel, maxTokens());
    }

    /** Anthropic's API reference, "Count tokens in a Message". */
    MessagesRequest count(@Nullable String pathModel) {
        members.refuseAllBut(OF_COUNTS);
        return request(pathModel, 0);
    }

    private MessagesRequest request(@Nullable String pathModel, int maxTokens) {
        String model = NamedModel.of(members, pathModel);
        boolean stream = members.flag("stream");
        Sampling sampling = sampling();
        boolean thinking = new Thinking(bytes, walk).isShown(members, maxTokens);
        labels();
        MessageNames names = new MessageNames();
        MessageTools tools = new MessageTools(bytes, walk, dropped, chat, names);
        return new MessagesRequest(
                new GenerationRequest(model, stream, false, maxTokens, sampling, parts(names, tools)),
                chat,
                names,
                thinking,
                tools.warning());
    }

    private RawParts parts(MessageNames names, MessageTools tools) {
        new MessageBlocks(bytes, walk, dropped, chat, names).write(members);
        int messages = chat.writerIndex();
        tools.write(members);
        int toolsEnd = chat.writerIndex();
        tools.writeChoice(members);
        int choice = chat.writerIndex();
        new OutputConfig(bytes, walk, chat).write(members);
        int format = chat.writerIndex();
        tools.writeParallel();
        int parallel = chat.writerIndex();
        stopSequences();
        return new RawParts(
                chat.slice(0, messages),
                chat.slice(parallel, chat.writerIndex() - parallel),
                names.toolCount() == 0 ? null : chat.slice(messages, toolsEnd - messages),
                chat.slice(toolsEnd, choice - toolsEnd),
                chat.slice(choice, format - choice),
                null,
                chat.slice(format, parallel - format));
    }

    private int maxTokens() {
        if (!members.has("max_tokens")) {
            throw RefusedBody.at("max_tokens", "max_tokens is required");
        }
        return (int) members.span("max_tokens").whole("max_tokens", 1, Integer.MAX_VALUE);
    }

    private Sampling sampling() {
        Float temperature = decimal("temperature");
        Float topP = decimal("top_p");
        Integer topK =
                members.has("top_k") ? (Integer) (int) members.span("top_k").whole("top_k", 0, MOST_TOP_K) : null;
        return temperature == null && topP == null && topK == null
                ? Sampling.DEFAULT
                : new Sampling(temperature, topP, topK, null, null, null, null, false, 0);
    }

    private @Nullable Float decimal(String name) {
        return members.has(name) ? (Float) members.span(name).decimal(name, 0, 1) : null;
    }

    /** What has no effect: for whom, and for a provider's caches and books. */
    private void labels() {
        new CacheControl(bytes, walk).check(members);
        if (members.has("service_tier")
                && !List.of("auto", "standard_only")
                        .contains(members.string("service_tier").string())) {
            throw RefusedBody.at("service_tier", "service_tier must be auto or standard_only");
        }
        if (members.hasObject("metadata")) {
            try {
                metadata();
            } catch (RefusedBody why) {
                throw why.within("metadata");
            }
        }
    }

    private void metadata() {
        KnownMembers metadata = new KnownMembers(bytes, METADATA);
        metadata.read(walk, members.start("metadata"));
        metadata.refuseOthers();
        if (metadata.has("user_id") && !metadata.string("user_id").isAtMost(LONGEST_USER)) {
            throw RefusedBody.at("user_id", "user_id must be at most " + LONGEST_USER + " characters");
        }
    }

    /** Appends them as a chat's stop; nothing where there are none. */
    private void stopSequences() {
        if (!members.has("stop_sequences")) {
            return;
        }
        if (!members.span("stop_sequences").isArray()) {
            throw RefusedBody.at("stop_sequences", "stop_sequences must be an array of strings");
        }
        int before = chat.writerIndex();
        walk.elements(members.start("stop_sequences"), (i, start) -> {
            String place = "stop_sequences[" + i + "]";
            JsonSpan sequence = new JsonSpan(bytes, start, walk.skip(start));
            if (sequence.word().isEmpty()) {
                throw RefusedBody.at(place, place + " must be a string that is not empty");
            }
            sequence.write(chat.writeByte(i == 0 ? '[' : ','));
            return walk.skip(start);
        });
        if (chat.writerIndex() > before) {
            chat.writeByte(']');
        }
    }
}
