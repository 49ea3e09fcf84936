package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.worker.Workers;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class InferenceStatsTest {
    private static final long MILLIS = 1_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();

    private Spool spool;
    private Spool.Writer writer;
    private InferenceStats stats;

    @BeforeEach
    void open(@TempDir Path home) {
        spool = new Spool(home, 1L << 30, GatewayTime.system());
        writer = spool.writer();
        Workers workers = new Workers(channel.eventLoop(), NioSocketChannel.class, "", GatewayTime.system());
        stats = new InferenceStats(workers, writer);
    }

    @AfterEach
    void close() {
        spool.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void eachEndIsCountedOnceByItsOutcome() {
        for (int i = 0; i < 7; i++) {
            stats.began();
        }
        stats.ended(Calls.record("01", Outcome.COMPLETED, 0, 0));
        stats.ended(Calls.record("01", Outcome.CANCELLED, 0, 0));
        stats.ended(Calls.record("01", Outcome.CANCELLED, 0, 0));
        stats.ended(Calls.record("01", Outcome.FAILED, 0, 0));
        stats.ended(Calls.record("01", Outcome.FAILED, 0, 0));
        stats.ended(Calls.record("01", Outcome.FAILED, 0, 0));

        assertThat(stats.completed()).isEqualTo(1);
        assertThat(stats.cancelled()).isEqualTo(2);
        assertThat(stats.failed()).isEqualTo(3);
        assertThat(stats.open()).isEqualTo(1);
        assertThat(stats.promptTokens()).isEqualTo(6 * 7);
        assertThat(stats.completionTokens()).isEqualTo(6 * 5);
    }

    @Test
    void aTimeOnABoundBelongsBelowIt() {
        stats.ended(Calls.record("01", Outcome.COMPLETED, 5 * MILLIS, 60_000 * MILLIS));
        stats.ended(Calls.record("01", Outcome.COMPLETED, 5 * MILLIS + 1, 60_000 * MILLIS + 1));

        assertThat(InferenceStats.bounds()).startsWith(0.005, 0.01).endsWith(60).hasSize(13);
        assertThat(stats.ttft()).hasSize(14).startsWith(1, 1).endsWith(0, 0);
        assertThat(stats.latency()).hasSize(14).startsWith(0, 0).endsWith(1, 1);
        assertThat(stats.ttftSeconds()).isEqualTo(0.010001);
        assertThat(stats.latencySeconds()).isEqualTo(120.000001);
    }

    @Test
    void whatHadNoTokenIsNoTimeToOne() {
        stats.ended(Calls.record("01", Outcome.FAILED, 0, 7 * MILLIS));

        assertThat(stats.ttft()).containsOnly(0);
        assertThat(stats.ttftSeconds()).isZero();
        assertThat(stats.latency()).startsWith(0, 1, 0);
        assertThat(stats.latencySeconds()).isEqualTo(0.007);
    }

    @Test
    void whatIsStillOpenIsTold() {
        assertThat(writer.promise()).isTrue();
        stats.gaveUp();
        stats.gaveUp();

        assertThat(stats.spoolPromises()).isEqualTo(1);
        assertThat(stats.timedOut()).isEqualTo(2);
        assertThat(stats.workerStreams()).isZero();
    }
}
