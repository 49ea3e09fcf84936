package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.usage.SpooledUsage;
import ai.radium.gateway.worker.Workers;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.opentelemetry.api.trace.Span;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageRecorderTest {
    private static final long LEAST = 1;

    private static final Attempt ATTEMPT = new Attempt(
            Calls.call(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}", "127.0.0.1:1"),
            "01",
            "replica-0",
            Span.getInvalid(),
            GatewayTime.system());

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @TempDir
    private Path home = Path.of("");

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void theEndOfACallRecordsItAndGivesItsRoomBack() {
        try (Spool spool = spool(1L << 30)) {
            Spool.Writer writer = spool.writer();
            InferenceStats stats = stats(writer);
            UsageRecorder recorder = new UsageRecorder(writer, stats);
            assertThat(recorder.promise()).isTrue();

            assertThat(recorder.record(ATTEMPT, Calls.record("01", Outcome.COMPLETED, 1, 2)))
                    .isTrue();
            assertThat(writer.promised()).isEqualTo(1);
            assertThat(stats.completed()).isZero();
            assertThat(recorder.end(ATTEMPT, Calls.record("02", Outcome.COMPLETED, 1, 2)))
                    .isTrue();

            assertThat(writer.promised()).isZero();
            assertThat(stats.completed()).isEqualTo(1);
        }
        assertThat(SpooledUsage.of(home)).extracting(UsageRecord::id).containsExactly("01", "02");
    }

    @Test
    void whatCannotBeRecordedIsSaidAndCountedAllTheSame() {
        Spool spool = spool(LEAST);
        Spool.Writer writer = spool.writer();
        spool.close(); // no more room is made ahead
        InferenceStats stats = stats(writer);
        UsageRecorder recorder = new UsageRecorder(writer, stats);
        boolean recorded = true;
        for (int i = 0; recorded && i < 1_000_000; i++) {
            recorded = recorder.record(ATTEMPT, Calls.record("01", Outcome.COMPLETED, 1, 2));
        }

        assertThat(recorded).isFalse();
        assertThat(recorder.end(ATTEMPT, Calls.record("02", Outcome.COMPLETED, 1, 2)))
                .isFalse();
        assertThat(stats.completed()).isEqualTo(1);
    }

    @Test
    void everyAttemptHasAnIdOfItsOwnAndLaterOnesAreGreater() {
        try (Spool spool = spool(1L << 30)) {
            Spool.Writer writer = spool.writer();
            UsageRecorder recorder = new UsageRecorder(writer, stats(writer));

            String first = recorder.newId();

            assertThat(first).hasSize(26);
            assertThat(recorder.newId()).isGreaterThan(first);
        }
    }

    private Spool spool(long mostBytes) {
        return new Spool(home.resolve("spool"), mostBytes, GatewayTime.system());
    }

    private InferenceStats stats(Spool.Writer writer) {
        return new InferenceStats(
                new Workers(channel.eventLoop(), NioSocketChannel.class, "", GatewayTime.system()), writer);
    }
}
