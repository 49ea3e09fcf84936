package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.worker.GrpcStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state of a streamed call × every event: what the client is told, what is recorded, what is still in flight. */
class GenerationTest {
    @TempDir
    private Path home = Path.of("");

    @ParameterizedTest(name = "{0} × {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "WAITING|TOKEN|200|none|1|0",
                "WAITING|FINISH|200 done|completed 1|0|0",
                "WAITING|ERROR|500 engine_failed|failed 0|0|0",
                "WAITING|ERROR_THAT_ASKS_FOR_ANOTHER|nothing|failed 0|1|1",
                "WAITING|REFUSAL_OF_ONE_THAT_LEAVES|nothing|failed 0|1|1",
                "WAITING|REFUSAL|503 overloaded|failed 0|0|0",
                "WAITING|LOSS_BEFORE_IT_BEGAN|nothing|failed 0|1|1",
                "WAITING|LOSS|503 service_unavailable|failed 0|0|0",
                "WAITING|CLIENT_LEAVES|nothing|cancelled 0|0|0",
                "WAITING|GATEWAY_STOPS|503 service_unavailable|failed 0|0|0",
                "WAITING|SILENCE|504 timeout|failed 0|0|0",
                "ON_ANOTHER|FINISH|200 done|failed 0, completed 1|0|0",
                "ON_ANOTHER|ERROR_THAT_ASKS_FOR_ANOTHER|503 engine_failed|failed 0, failed 0|0|0",
                "ON_ANOTHER|REFUSAL_OF_ONE_THAT_LEAVES|503 model_not_ready|failed 0, failed 0|0|0",
                "ON_ANOTHER|LOSS_BEFORE_IT_BEGAN|503 service_unavailable|failed 0, failed 0|0|0",
                "ON_ANOTHER|CLIENT_LEAVES|nothing|failed 0, cancelled 0|0|0",
                "ANSWERING|TOKEN|200|none|1|0",
                "ANSWERING|FINISH|200 done|completed 1|0|0",
                "ANSWERING|ERROR|200 engine_failed|cancelled 1|0|0",
                "ANSWERING|ERROR_THAT_ASKS_FOR_ANOTHER|200 engine_failed|cancelled 1|0|0",
                "ANSWERING|REFUSAL_OF_ONE_THAT_LEAVES|200 model_not_ready|cancelled 1|0|0",
                "ANSWERING|REFUSAL|200 overloaded|cancelled 1|0|0",
                "ANSWERING|LOSS_BEFORE_IT_BEGAN|200 service_unavailable|cancelled 1|0|0",
                "ANSWERING|LOSS|200 service_unavailable|cancelled 1|0|0",
                "ANSWERING|CLIENT_LEAVES|200|cancelled 1|0|0",
                "ANSWERING|GATEWAY_STOPS|200 service_unavailable|cancelled 1|0|0",
                "ANSWERING|SILENCE|200 timeout|cancelled 1|0|0",
                "ENDED|TOKEN|200 done|completed 1|0|0",
                "ENDED|FINISH|200 done|completed 1|0|0",
                "ENDED|ERROR|200 done|completed 1|0|0",
                "ENDED|ERROR_THAT_ASKS_FOR_ANOTHER|200 done|completed 1|0|0",
                "ENDED|REFUSAL_OF_ONE_THAT_LEAVES|200 done|completed 1|0|0",
                "ENDED|REFUSAL|200 done|completed 1|0|0",
                "ENDED|LOSS_BEFORE_IT_BEGAN|200 done|completed 1|0|0",
                "ENDED|LOSS|200 done|completed 1|0|0",
                "ENDED|CLIENT_LEAVES|200 done|completed 1|0|0",
                "ENDED|GATEWAY_STOPS|200 done|completed 1|0|0",
                "ENDED|SILENCE|200 done|completed 1|0|0"
            })
    void everyStateMeetsEveryEvent(State state, Event event, String told, String recorded, int promises, int bodies)
            throws IOException {
        try (HeldCall call = new HeldCall(home, HeldCall.STREAM)) {
            call.onLoop(() -> state.reach(call));
            call.onLoop(() -> event.happen(call));

            assertThat(call.told()).isEqualTo(told);
            assertThat(call.recorded()).isEqualTo(recorded);
            assertThat(call.promises()).isEqualTo(promises);
            assertThat(call.bodies()).isEqualTo(bodies);
        }
    }

    /** How a call gets into a state. */
    enum State {
        WAITING,
        ON_ANOTHER {
            @Override
            void reach(HeldCall call) {
                call.generation().lost(true);
            }
        },
        ANSWERING {
            @Override
            void reach(HeldCall call) {
                call.token();
            }
        },
        ENDED {
            @Override
            void reach(HeldCall call) {
                call.token();
                call.generation().finished(HeldCall.FINISH);
            }
        };

        void reach(HeldCall call) {
            assertThat(call.bodies()).isOne();
        }
    }

    /** What happens to a call. */
    @SuppressWarnings("ImmutableEnumChecker") // effects are lambdas that hold nothing
    enum Event {
        TOKEN(HeldCall::token),
        FINISH(call -> call.generation().finished(HeldCall.FINISH)),
        ERROR(call -> call.generation().failed("engine_failed", false, "why", "")),
        ERROR_THAT_ASKS_FOR_ANOTHER(call -> call.generation().failed("engine_failed", true, "why", "")),
        REFUSAL_OF_ONE_THAT_LEAVES(call -> call.generation().ended(status(GrpcStatus.UNAVAILABLE))),
        REFUSAL(call -> call.generation().ended(status(GrpcStatus.RESOURCE_EXHAUSTED))),
        LOSS_BEFORE_IT_BEGAN(call -> call.generation().lost(true)),
        LOSS(call -> call.generation().lost(false)),
        CLIENT_LEAVES(call -> call.reply().gone()),
        GATEWAY_STOPS(call -> call.reply().stop(GatewayProblem.SERVICE_UNAVAILABLE.because("the end"))),
        SILENCE(call -> call.stall(Duration.ofSeconds(60)));

        private final Consumer<HeldCall> effect;

        Event(Consumer<HeldCall> effect) {
            this.effect = effect;
        }

        void happen(HeldCall call) {
            effect.accept(call);
        }
    }

    private static GrpcStatus status(int code) {
        return new GrpcStatus(code, "", null, null, 0);
    }
}
