package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call does while time passes. Bounds here: 60 s to the first token, 2 s between two. */
class GenerationTimesTest {
    private static final String WHOLE = "{\"model\":\"m\",\"messages\":[]}";

    @TempDir
    private Path home = Path.of("");

    @Test
    void aStreamThatWaitsHearsACommentEveryTenSeconds() throws IOException {
        try (HeldCall call = new HeldCall(home, HeldCall.STREAM)) {
            call.onLoop(() -> call.pass(Duration.ofSeconds(9)));
            assertThat(Calls.sent(call.client())).isEmpty();

            call.onLoop(() -> call.pass(Duration.ofSeconds(1)));
            assertThat(Calls.sent(call.client())).startsWith("HTTP/1.1 200").contains(": keepalive\n\n");

            call.onLoop(() -> call.pass(Duration.ofSeconds(9)));
            assertThat(Calls.sent(call.client())).isEmpty();
            call.onLoop(() -> call.pass(Duration.ofSeconds(1)));
            assertThat(Calls.sent(call.client())).contains(": keepalive\n\n");
        }
    }

    @Test
    void aWholeAnswerHearsNothingBeforeItsEnd() throws IOException {
        try (HeldCall call = new HeldCall(home, WHOLE)) {
            call.onLoop(() -> call.pass(Duration.ofSeconds(59)));

            assertThat(call.told()).isEqualTo("nothing");
        }
    }

    @Test
    void theFirstTokenIsWaitedForAsLongAsItMayTakeAndNoLonger() throws IOException {
        try (HeldCall call = new HeldCall(home, WHOLE)) {
            call.onLoop(() -> call.pass(Duration.ofSeconds(59)));
            assertThat(call.stats().timedOut()).isZero();
            assertThat(call.stats().open()).isEqualTo(1);

            call.onLoop(() -> call.pass(Duration.ofSeconds(1)));

            assertThat(call.told()).isEqualTo("504 timeout");
            assertThat(call.stats().timedOut()).isEqualTo(1);
            assertThat(call.stats().open()).isZero();
            assertThat(call.loadOfTheFirst())
                    .as("others come first for a while")
                    .isGreaterThan(1_000);
        }
    }

    @Test
    void anAnswerThatStandsStillForItsBoundIsGivenUp() throws IOException {
        try (HeldCall call = new HeldCall(home, HeldCall.STREAM)) {
            call.onLoop(() -> {
                call.token();
                call.pass(Duration.ofSeconds(1)); // which brought the token
                call.pass(Duration.ofSeconds(1));
            });
            assertThat(call.recorded()).isEqualTo("none");

            call.onLoop(() -> call.pass(Duration.ofSeconds(1)));

            assertThat(call.told()).isEqualTo("200 timeout");
            assertThat(call.recorded()).isEqualTo("cancelled 1");
        }
    }

    @Test
    void anAnswerThatComesOnSlowlyIsNotGivenUp() throws IOException {
        try (HeldCall call = new HeldCall(home, HeldCall.STREAM)) {
            call.onLoop(() -> {
                for (int i = 0; i < 20; i++) {
                    call.token();
                    call.pass(Duration.ofSeconds(2));
                }
            });

            assertThat(call.told()).isEqualTo("200");
            assertThat(call.stats().open()).isEqualTo(1);
        }
    }

    @Test
    void aClientThatDoesNotReadIsNotTheEnginesSilence() throws IOException {
        try (HeldCall call = new HeldCall(home, HeldCall.STREAM)) {
            call.onLoop(() -> {
                call.token();
                call.pass(Duration.ofSeconds(1));
                call.stopReading();
                call.pass(Duration.ofSeconds(100));
            });

            assertThat(call.stats().timedOut()).isZero();
            assertThat(call.stats().open()).isEqualTo(1);
        }
    }

    @Test
    void aReplicaThatIsLostIsAvoidedForAWhileAndEachAttemptHasItsRecord() throws IOException {
        try (HeldCall call = new HeldCall(home, HeldCall.STREAM)) {
            call.onLoop(() -> {
                call.generation().lost(true);
                call.token();
                call.generation().finished(HeldCall.FINISH);
            });

            assertThat(call.loadOfTheFirst()).isGreaterThan(1_000);
            List<UsageRecord> records = call.records();
            assertThat(records).extracting(UsageRecord::replica).containsExactly("replica-0", "replica-1");
            assertThat(records).extracting(UsageRecord::id).doesNotHaveDuplicates();
            assertThat(records).extracting(UsageRecord::status).containsExactly(503, 200);
            assertThat(records).extracting(UsageRecord::errorCode).containsExactly("SERVICE_UNAVAILABLE", null);
            assertThat(call.stats().workerStreams()).isEqualTo(1); // the second's, which the test has not ended
        }
    }

    @Test
    void aClientThatLeavesBeforeAnythingWasSaidHasClosedItsRequest() throws IOException {
        try (HeldCall call = new HeldCall(home, WHOLE)) {
            call.onLoop(() -> {
                call.token();
                call.reply().gone();
            });

            assertThat(call.records()).singleElement().satisfies(record -> {
                assertThat(record.status()).isEqualTo(499);
                assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
                assertThat(record.completionTokens()).isEqualTo(1);
            });
            assertThat(call.stats().workerStreams()).isZero();
        }
    }
}
