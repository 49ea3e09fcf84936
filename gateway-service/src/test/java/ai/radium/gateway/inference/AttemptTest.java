package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.time.GatewayTime;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who pays for what of an attempt, however it ends. */
class AttemptTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final long ARRIVED = 1_000_000;

    private final AtomicLong nanos = new AtomicLong(ARRIVED);

    @Test
    void aCompletedAnswerIsRecordedWithWhatTheEngineCounted() {
        Attempt attempt = stream();
        attempt.prefilled(7, 3);
        nanos.set(ARRIVED + 2_000_000);
        attempt.generated(1, 0);
        nanos.set(ARRIVED + 3_000_000);
        attempt.generated(1, 0);
        attempt.delivered();
        nanos.set(ARRIVED + 9_000_000);
        attempt.finished(new Finish("stop", 8, 5, 4, 10, 20, 30));

        assertThat(attempt.end(Outcome.COMPLETED, 200, null, true))
                .isEqualTo(new UsageRecord(
                        "01",
                        NOW,
                        "key_1",
                        "dep_1",
                        "m",
                        "m",
                        "replica-0",
                        3,
                        "req-1",
                        "chat",
                        true,
                        200,
                        Outcome.COMPLETED,
                        null,
                        8,
                        4,
                        5,
                        0,
                        2_000,
                        9_000,
                        10,
                        30,
                        BilledBy.REPLICA_SECONDS));
    }

    @Test
    void anAnswerWithoutATokenHasNoTimeToTheFirstAndIsBilledForItsPrompt() {
        Attempt attempt = whole();
        attempt.finished(new Finish("stop", 8, 0, 4, 0, 0, 0));

        UsageRecord record = attempt.end(Outcome.COMPLETED, 200, null, true);

        assertThat(record.promptTokens()).isEqualTo(8);
        assertThat(record.cachedTokens()).isEqualTo(4);
        assertThat(record.completionTokens()).isZero();
        assertThat(record.ttftMicros()).isZero();
        assertThat(attempt.hasTokens()).isFalse();
    }

    @Test
    void aStreamThatWasLeftIsBilledForWhatItsSocketTook() {
        Attempt attempt = stream();
        attempt.prefilled(7, 3);
        attempt.generated(2, 0);
        attempt.delivered();
        attempt.generated(3, 0);

        UsageRecord record = attempt.end(Outcome.CANCELLED, 200, null, true);

        assertThat(record.completionTokens()).isEqualTo(2);
        assertThat(record.discardedTokens()).isEqualTo(3);
        assertThat(record.promptTokens()).isEqualTo(7);
        assertThat(record.cachedTokens()).isEqualTo(3);
        assertThat(attempt.delivery()).isEqualTo(new Tokens(7, 3, 2));
    }

    @Test
    void aWholeAnswerThatWasLeftIsBilledForWhatWasGenerated() {
        Attempt attempt = whole();
        attempt.prefilled(7, 3);
        attempt.generated(2, 0);

        UsageRecord record = attempt.end(Outcome.CANCELLED, 499, null, false);

        assertThat(record.completionTokens()).isEqualTo(2);
        assertThat(record.discardedTokens()).isZero();
        assertThat(record.stream()).isFalse();
    }

    @Test
    void theEnginesOwnCountBeatsThatOfItsTokens() {
        Attempt attempt = whole();
        attempt.generated(1, 5);
        assertThat(attempt.end(Outcome.COMPLETED, 200, null, true).completionTokens())
                .isEqualTo(5);

        attempt.generated(2, 0);
        assertThat(attempt.end(Outcome.COMPLETED, 200, null, true).completionTokens())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void beforeThereIsATokenNothingIsBilled(Outcome outcome) {
        Attempt attempt = stream();
        attempt.prefilled(7, 3);

        UsageRecord record = attempt.end(outcome, 503, "OVERLOADED", true);

        assertThat(record.promptTokens()).isZero();
        assertThat(record.cachedTokens()).isZero();
        assertThat(record.completionTokens()).isZero();
        assertThat(record.outcome()).isEqualTo(outcome);
        assertThat(record.errorCode()).isEqualTo("OVERLOADED");
    }

    @Test
    void whatFailedBeforeTheClientWasGivenAnythingIsNotBilled() {
        Attempt attempt = whole();
        attempt.prefilled(7, 3);
        attempt.generated(2, 0);

        UsageRecord record = attempt.end(Outcome.FAILED, 503, "SERVICE_UNAVAILABLE", false);

        assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(record.promptTokens()).isZero();
        assertThat(record.cachedTokens()).isZero();
        assertThat(record.completionTokens()).isZero();
        assertThat(record.discardedTokens()).isEqualTo(2);
    }

    @Test
    void aStreamThatBreaksAfterDeliveredTokensWasCutShort() {
        Attempt attempt = stream();
        attempt.prefilled(7, 3);
        attempt.generated(2, 0);
        attempt.delivered();

        UsageRecord record = attempt.end(Outcome.FAILED, 200, "SERVICE_UNAVAILABLE", true);

        assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(record.errorCode()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(record.promptTokens()).isEqualTo(7);
        assertThat(record.completionTokens()).isEqualTo(2);
    }

    @Test
    void aStreamThatBreaksBeforeItsTokensWereTakenHasFailed() {
        Attempt attempt = stream();
        attempt.generated(2, 0);

        UsageRecord record = attempt.end(Outcome.FAILED, 200, "TIMEOUT", true);

        assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(record.completionTokens()).isZero();
        assertThat(record.discardedTokens()).isEqualTo(2);
    }

    private Attempt stream() {
        return attempt(true);
    }

    private Attempt whole() {
        return attempt(false);
    }

    private Attempt attempt(boolean stream) {
        InferenceCall call = Calls.call(
                Operation.CHAT, "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[]}", "127.0.0.1:1");
        InferenceCall arrived = new InferenceCall(
                call.caller(),
                call.route(),
                call.operation(),
                call.request(),
                call.requestId(),
                ARRIVED,
                call.reservation());
        return new Attempt(
                arrived, "01", "replica-0", Span.getInvalid(), new GatewayTime(InstantSource.fixed(NOW), nanos::get));
    }
}
