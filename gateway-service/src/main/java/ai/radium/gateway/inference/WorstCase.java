package ai.radium.gateway.inference;

import ai.radium.contracts.worker.RawParts;
import ai.radium.gateway.funds.Need;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a request may take. A token of a text is a byte of its JSON or more, and the marks around a message take less than
 * its JSON does; what a template adds by itself comes on top.
 */
final class WorstCase {
    /** The beginning of a template, with a system message that it brings along (chat templates in use, 2026: up to 50). */
    private static final int OF_A_TEMPLATE = 64;

    /** What a template says of tools beside their own descriptions (chat templates in use, 2026: up to 250). */
    private static final int OF_TOOLS = 320;

    private WorstCase() {}

    static Need of(InferenceRequest request) {
        return switch (request) {
            case GenerationRequest generation -> of(generation);
            case TranslatedRequest translated -> of(translated.chat());
            case EmbeddingRequest embedding -> new Need(embedding.input().readableBytes() + OF_A_TEMPLATE, 0, 0, 0);
        };
    }

    private static Need of(GenerationRequest request) {
        RawParts parts = request.parts();
        Choices choices = request.choices();
        int prompts = Math.max(1, choices.prompts().size());
        int tools = bytes(parts.tools()) + bytes(parts.functions()) + bytes(parts.responseFormat());
        int prompt = parts.input().readableBytes() + prompts * (OF_A_TEMPLATE + tools + (tools > 0 ? OF_TOOLS : 0));
        return new Need(prompt, prompts, choices.count(), request.maxTokens());
    }

    private static int bytes(@Nullable ByteBuf json) {
        return json == null ? 0 : json.readableBytes();
    }
}
