package ai.radium.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.DeltaParts.Part;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what becomes of a call. */
final class Recorder implements GenerateListener {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration BEAT = Duration.ofMillis(5);

    final List<String> said = new CopyOnWriteArrayList<>();
    volatile String text = "";
    volatile boolean writable = true;
    volatile boolean chokes;
    volatile boolean ended;
    volatile GrpcStatus status = new GrpcStatus(-1, "", null, null, 0);
    volatile boolean untouched;
    volatile boolean lost;
    volatile int tokens;

    /** The call, once it has ended, and that once. */
    static Recorder ended(Recorder call) {
        await().atMost(SOON).pollInterval(BEAT).until(() -> call.ended);
        assertThat(call.said).doesNotContain("ended twice");
        return call;
    }

    @Override
    public void accepted(int queuePosition) {
        said.add("accepted");
    }

    @Override
    public void prefillDone(long ttftMicros, int cachedTokens, int promptTokens) {
        said.add("prefill " + promptTokens + " " + cachedTokens);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one loop, read by the test
    public void delta(DeltaParts delta) {
        if (chokes) {
            throw new IllegalArgumentException("nobody can read that");
        }
        text += delta.text(Part.TEXT);
        tokens += delta.tokens();
    }

    @Override
    public void finished(Finish finish) {
        said.add("finished " + finish.reason() + " " + finish.promptTokens() + " " + finish.completionTokens());
    }

    @Override
    public void failed(String code, boolean retryable, String message, String param) {
        said.add("failed " + code);
    }

    @Override
    public void readComplete() {
        // what was said is seen at once
    }

    @Override
    public void ended(GrpcStatus end) {
        status = end;
        end();
    }

    @Override
    public void lost(boolean neverBegun) {
        untouched = neverBegun;
        lost = true;
        said.add("lost");
        end();
    }

    private void end() {
        if (ended) {
            said.add("ended twice");
        }
        ended = true;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }
}
