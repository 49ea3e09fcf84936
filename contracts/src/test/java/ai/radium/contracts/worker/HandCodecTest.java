package ai.radium.contracts.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.DeltaParts.Part;
import ai.radium.contracts.worker.v1.Accepted;
import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Error;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.Finished;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.InputKind;
import ai.radium.contracts.worker.v1.PrefillDone;
import ai.radium.contracts.worker.v1.Timings;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Holds the hand codec to the generated classes. */
class HandCodecTest {
    private static final int GRPC_PREFIX = 5;

    @Property(tries = 500)
    void writesRequestsThatTheGeneratedClassesRead(
            @ForAll @StringLength(max = 300) String input,
            @ForAll @StringLength(max = 40) String model,
            @ForAll @IntRange(max = 1_000_000) int maxTokens,
            @ForAll boolean text,
            @ForAll float temperature,
            @ForAll int topK,
            @ForAll long seed,
            @ForAll @StringLength(max = 40) String stop)
            throws InvalidProtocolBufferException {
        ByteBuf out = Unpooled.buffer();
        RawParts parts =
                new RawParts(utf8(input), utf8(stop), null, null, null, null, null, utf8(stop), utf8("\"auto\""));
        Sampling sampling = new Sampling(temperature, null, topK, null, null, -temperature, seed, true, 3);

        GenerateWriter.write(out, model, parts, maxTokens, text, "acct", "req", "usage", sampling, model);

        assertThat(out.getByte(0)).isZero();
        assertThat(out.getInt(1)).isEqualTo(out.readableBytes() - GRPC_PREFIX);
        GenerateRequest read = GenerateRequest.parseFrom(out.nioBuffer(GRPC_PREFIX, out.readableBytes() - GRPC_PREFIX));
        assertThat(read)
                .isEqualTo(GenerateRequest.newBuilder()
                        .setModelBytes(bytes(model))
                        .setInputBytes(bytes(input))
                        .setMaxTokens(maxTokens)
                        .setKind(text ? InputKind.TEXT : InputKind.CHAT)
                        .setAccountId("acct")
                        .setRequestId("req")
                        .setUsageId("usage")
                        .setTemperature(temperature)
                        .setTopK(topK)
                        .setPresencePenalty(-temperature)
                        .setSeed(seed)
                        .setLogprobs(true)
                        .setTopLogprobs(3)
                        .setStopBytes(bytes(stop))
                        .setFunctionsBytes(bytes(stop))
                        .setFunctionCall("\"auto\"")
                        .setAdapterBytes(bytes(model))
                        .build());
    }

    @Property(tries = 500)
    void readsDeltasThatTheGeneratedClassesWrite(
            @ForAll @StringLength(max = 60) String text,
            @ForAll @Size(max = 5) List<Integer> tokenIds,
            @ForAll @IntRange int completionTokens,
            @ForAll @StringLength(max = 20) String reasoning) {
        Recorded seen = read(Event.newBuilder()
                .setDelta(Delta.newBuilder()
                        .setTextBytes(bytes(text))
                        .addAllTokenIds(tokenIds)
                        .setCompletionTokens(completionTokens)
                        .setReasoningBytes(bytes(reasoning))
                        .setToolCalls("[1]")
                        .setLogprobs("{}"))
                .build());

        assertThat(seen.events)
                .containsExactly("delta " + ascii(text) + "|" + ascii(reasoning) + "|[1]|{}|" + tokenIds.size() + "|"
                        + completionTokens);
    }

    @Property(tries = 200)
    void readsTheOtherEventsThatTheGeneratedClassesWrite(
            @ForAll @IntRange int a, @ForAll @IntRange int b, @ForAll long micros, @ForAll boolean retryable) {
        assertThat(read(Event.newBuilder()
                                .setAccepted(Accepted.newBuilder().setQueuePosition(a))
                                .build())
                        .events)
                .containsExactly("accepted " + a);
        assertThat(read(Event.newBuilder()
                                .setPrefillDone(PrefillDone.newBuilder()
                                        .setTtftUs(micros)
                                        .setCachedTokens(a)
                                        .setPromptTokens(b))
                                .build())
                        .events)
                .containsExactly("prefill " + micros + " " + a + " " + b);
        assertThat(read(Event.newBuilder()
                                .setFinished(Finished.newBuilder()
                                        .setReason("stop")
                                        .setPromptTokens(a)
                                        .setCompletionTokens(b)
                                        .setCachedTokens(7)
                                        .setTimings(Timings.newBuilder()
                                                .setQueueUs(1)
                                                .setPrefillUs(2)
                                                .setDecodeUs(micros)))
                                .build())
                        .events)
                .containsExactly(new EventSink.Finish("stop", a, b, 7, 1, 2, micros).toString());
        assertThat(read(Event.newBuilder()
                                .setError(Error.newBuilder()
                                        .setCode("c")
                                        .setRetryable(retryable)
                                        .setMessage("m")
                                        .setParam("p"))
                                .build())
                        .events)
                .containsExactly("failed c " + retryable + " m p");
    }

    private static Recorded read(Event event) {
        byte[] bytes = event.toByteArray();
        Recorded recorded = new Recorded();
        new EventReader().read(Unpooled.wrappedBuffer(bytes), 0, bytes.length, recorded);
        return recorded;
    }

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFrom(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String ascii(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static final class Recorded implements EventSink {
        final List<String> events = new ArrayList<>();

        @Override
        public void accepted(int queuePosition) {
            events.add("accepted " + queuePosition);
        }

        @Override
        public void prefillDone(long ttftMicros, int cachedTokens, int promptTokens) {
            events.add("prefill " + ttftMicros + " " + cachedTokens + " " + promptTokens);
        }

        @Override
        public void delta(DeltaParts delta) {
            events.add("delta " + delta.text(Part.TEXT) + "|" + delta.text(Part.REASONING) + "|"
                    + delta.text(Part.TOOL_CALLS) + "|" + delta.text(Part.LOGPROBS) + "|" + delta.tokens() + "|"
                    + delta.completionTokens());
        }

        @Override
        public void finished(Finish finish) {
            events.add(finish.toString());
        }

        @Override
        public void failed(String code, boolean retryable, String message, String param) {
            events.add("failed " + code + " " + retryable + " " + message + " " + param);
        }
    }
}
