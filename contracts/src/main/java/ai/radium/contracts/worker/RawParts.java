package ai.radium.contracts.worker;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Parts of the request's JSON that pass through the gateway as they are; the readable bytes of each are one JSON value. */
public record RawParts(
        ByteBuf input,
        @Nullable ByteBuf stop,
        @Nullable ByteBuf tools,
        @Nullable ByteBuf toolChoice,
        @Nullable ByteBuf responseFormat,
        @Nullable ByteBuf logitBias,
        @Nullable ByteBuf parallelToolCalls,
        @Nullable ByteBuf functions,
        @Nullable ByteBuf functionCall) {
    /** Without what older clients say instead of tools. */
    public RawParts(
            ByteBuf input,
            @Nullable ByteBuf stop,
            @Nullable ByteBuf tools,
            @Nullable ByteBuf toolChoice,
            @Nullable ByteBuf responseFormat,
            @Nullable ByteBuf logitBias,
            @Nullable ByteBuf parallelToolCalls) {
        this(input, stop, tools, toolChoice, responseFormat, logitBias, parallelToolCalls, null, null);
    }

    /** The same for another prompt. */
    public RawParts with(ByteBuf otherInput) {
        return new RawParts(
                otherInput,
                stop,
                tools,
                toolChoice,
                responseFormat,
                logitBias,
                parallelToolCalls,
                functions,
                functionCall);
    }
}
