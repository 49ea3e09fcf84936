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
        @Nullable ByteBuf parallelToolCalls) {}
