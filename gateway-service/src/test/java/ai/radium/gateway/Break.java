package ai.radium.gateway;

import ai.radium.contracts.worker.v1.Error;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.gateway.BreakWorker.Call;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;

/**
 * The ways in which an inference call goes wrong, and what must come of each: what a client that streams and one that
 * does not are told, and the usage record of each attempt. N = the tokens that the worker gave; ~ = at most what was told.
 */
@SuppressWarnings("ImmutableEnumChecker") // scripts and clients are lambdas that hold nothing
enum Break {
    ALL_GOOD("200 done N | completed N", "200 whole N | completed N", Break::answers, BreakRun::reads),
    WORKER_REFUSES_ONCE(
            "200 done N | failed 0, completed N",
            "200 whole N | failed 0, completed N",
            call -> onlyOnce(call, first -> refuses(first, Status.UNAVAILABLE)),
            BreakRun::reads),
    ENGINE_ASKS_FOR_ANOTHER_TRY_ONCE(
            "200 done N | failed 0, completed N",
            "200 whole N | failed 0, completed N",
            call -> onlyOnce(call, first -> error(first.accepts(), "engine_restarting", true)),
            BreakRun::reads),
    EVERY_WORKER_REFUSES(
            "503 model_not_ready | failed 0, failed 0",
            "503 model_not_ready | failed 0, failed 0",
            call -> refuses(call, Status.UNAVAILABLE),
            BreakRun::reads),
    EVERY_ENGINE_ASKS_FOR_ANOTHER_TRY(
            "503 engine_restarting | failed 0, failed 0",
            "503 engine_restarting | failed 0, failed 0",
            call -> error(call.accepts(), "engine_restarting", true),
            BreakRun::reads),
    QUEUE_IS_FULL(
            "503 overloaded | failed 0",
            "503 overloaded | failed 0",
            call -> refuses(call, Status.RESOURCE_EXHAUSTED),
            BreakRun::reads),
    WORKER_FINDS_FAULT_WITH_THE_REQUEST(
            "400 context_length_exceeded | failed 0",
            "400 context_length_exceeded | failed 0",
            call -> call.fails(Status.INVALID_ARGUMENT, overflow()),
            BreakRun::reads),
    ENGINE_FINDS_FAULT_WITH_THE_REQUEST_LATE(
            "400 invalid_request | failed 0",
            "400 invalid_request | failed 0",
            call -> error(call.accepts(), "invalid_request", false),
            BreakRun::reads),
    ENGINE_FAILS_BEFORE_THE_FIRST_TOKEN(
            "500 engine_failed | failed 0",
            "500 engine_failed | failed 0",
            call -> error(call.accepts(), "engine_failed", false),
            BreakRun::reads),
    ENGINE_FAILS_AFTER_TOKENS(
            "200 engine_failed after N | cancelled N",
            "500 engine_failed | failed 0 of N",
            call -> error(call.tokens(call.given()), "engine_failed", false),
            BreakRun::reads),
    ENGINE_ASKS_FOR_ANOTHER_TRY_AFTER_TOKENS(
            "200 engine_restarting after N | cancelled N",
            "503 engine_restarting | failed 0 of N",
            call -> error(call.tokens(call.given()), "engine_restarting", true),
            BreakRun::reads),
    CALL_ENDS_WITHOUT_AN_END(
            "502 bad_gateway | failed 0", "502 bad_gateway | failed 0", Call::completes, BreakRun::reads),
    CALL_ENDS_WITHOUT_AN_END_AFTER_TOKENS(
            "200 bad_gateway after N | cancelled N",
            "502 bad_gateway | failed 0 of N",
            call -> call.tokens(call.given()).completes(),
            BreakRun::reads),
    NO_WORKER_IS_THERE(
            "503 service_unavailable | failed 0, failed 0",
            "503 service_unavailable | failed 0, failed 0",
            Break::answers,
            run -> run.of("gone").reads()),
    WORKER_DIES_BEFORE_IT_BEGINS(
            "200 done N | failed 0, completed N",
            "200 whole N | failed 0, completed N",
            call -> onlyOnce(call, Call::dies),
            BreakRun::readsOfAMortal),
    WORKER_DIES_BEFORE_THE_FIRST_TOKEN(
            "503 service_unavailable | failed 0",
            "503 service_unavailable | failed 0",
            call -> call.accepts().dies(),
            BreakRun::readsOfAMortal),
    WORKER_DIES_AFTER_TOKENS(
            "200 service_unavailable after N | cancelled N",
            "503 service_unavailable | failed 0 of N",
            call -> call.tokens(call.given()).dies(),
            BreakRun::readsOfAMortal),
    ENGINE_STALLS_BEFORE_THE_FIRST_TOKEN(
            "504 timeout | failed 0",
            "504 timeout | failed 0",
            call -> call.accepts().waitsForItsEnd(),
            BreakRun::reads),
    ENGINE_STALLS_AFTER_TOKENS(
            "200 timeout after N | cancelled N",
            "504 timeout | failed 0 of N",
            call -> call.tokens(call.given()).waitsForItsEnd(),
            BreakRun::reads),
    NO_SUCH_MODEL(
            "404 model_not_found | none",
            "404 model_not_found | none",
            Break::answers,
            run -> run.of("nobodys").reads()),
    BODY_IS_NO_JSON("400 invalid_request | none", "400 invalid_request | none", Break::answers, BreakRun::saysNoJson),
    KEY_IS_WRONG(
            "401 invalid_api_key | none",
            "401 invalid_api_key | none",
            Break::answers,
            run -> run.by("sk-abcdefghijklmnop_0123456789012345678901234567890123456789012345678")
                    .reads()),
    WINDOW_IS_USED_UP(
            "429 rate_limit_exceeded | none",
            "429 rate_limit_exceeded | none",
            Break::answers,
            BreakRun::readsOnAUsedUpWindow),
    TOO_MANY_AT_ONCE(
            "429 concurrency_limit_exceeded | none",
            "429 concurrency_limit_exceeded | none",
            Break::answers,
            BreakRun::readsBesideAnother),
    CLIENT_LEAVES_IN_ITS_HEAD("left | none", "left | none", Break::answers, BreakRun::leavesInItsHead),
    CLIENT_LEAVES_IN_ITS_BODY("left | none", "left | none", Break::answers, BreakRun::leavesInItsBody),
    CLIENT_STALLS_IN_ITS_BODY(
            "408 request_timeout | none", "408 request_timeout | none", Break::answers, BreakRun::stallsInItsBody),
    CLIENT_LEAVES_AT_ONCE("left | any", "left | any", call -> call.accepts().waitsForItsEnd(), BreakRun::leavesAtOnce),
    CLIENT_LEAVES_BEFORE_THE_FIRST_TOKEN(
            "left | cancelled 0",
            "left | cancelled 0",
            call -> call.accepts().waitsForItsEnd(),
            BreakRun::leavesOnceTheWorkerWorks),
    CLIENT_LEAVES_AFTER_TOKENS(
            "left after N | cancelled N",
            "left | cancelled ~",
            call -> call.tokens(call.given()).waitsForItsEnd(),
            BreakRun::leavesAfterTokens),
    CLIENT_STOPS_READING("200 cut | cancelled ~", "200 cut | completed N", Break::givesMuch, BreakRun::stopsReading),
    SPOOL_IS_FULL("503 service_unavailable | none", "503 service_unavailable | none", Break::answers, BreakRun::reads),
    GATEWAY_STOPS_AND_THE_ANSWER_ENDS_IN_TIME(
            "200 done N | completed N",
            "200 whole N | completed N",
            call -> {
                call.tokens(call.given());
                call.awaitStop();
                call.finishes(call.given());
            },
            BreakRun::readsWhileTheGatewayStops),
    GATEWAY_STOPS_AND_THE_ANSWER_GOES_ON(
            "200 service_unavailable after N | cancelled N",
            "503 service_unavailable | failed 0 of N",
            call -> call.tokens(call.given()).waitsForItsEnd(),
            BreakRun::readsWhileTheGatewayStops);

    private final String stream;
    private final String whole;
    private final BreakWorker.Script worker;
    private final Client client;

    /** What the client does; gives what it was told. */
    interface Client {
        String act(BreakRun run) throws IOException, InterruptedException;
    }

    Break(String stream, String whole, BreakWorker.Script worker, Client client) {
        this.stream = stream;
        this.whole = whole;
        this.worker = worker;
        this.client = client;
    }

    /** Whether it can be had beside others, at a gateway that goes on. */
    boolean leavesTheGatewayWell() {
        return this != SPOOL_IS_FULL && !stopsTheGateway();
    }

    boolean stopsTheGateway() {
        return this == GATEWAY_STOPS_AND_THE_ANSWER_ENDS_IN_TIME || this == GATEWAY_STOPS_AND_THE_ANSWER_GOES_ON;
    }

    boolean failsOneChoice() {
        return this == ENGINE_FAILS_AFTER_TOKENS
                || this == ENGINE_ASKS_FOR_ANOTHER_TRY_AFTER_TOKENS
                || this == CALL_ENDS_WITHOUT_AN_END_AFTER_TOKENS;
    }

    BreakOutcome expected(boolean streamed, int tokens) {
        String[] parts = (streamed ? stream : whole).split(" \\| ", -1);
        return new BreakOutcome(
                parts[0].replace("N", String.valueOf(tokens)), parts[1].replace("N", String.valueOf(tokens)));
    }

    BreakWorker.Script worker() {
        return worker;
    }

    Client client() {
        return client;
    }

    private static void answers(Call call) throws InterruptedException {
        call.tokens(call.given()).finishes(call.given());
    }

    private static void onlyOnce(Call call, BreakWorker.Script breaks) throws InterruptedException {
        if (call.isFirstAttempt()) {
            breaks.run(call);
        } else {
            answers(call);
        }
    }

    private static void refuses(Call call, Status status) {
        call.fails(status, new Metadata());
    }

    private static void error(Call call, String code, boolean retryable) {
        call.sends(Event.newBuilder()
                .setError(
                        Error.newBuilder().setCode(code).setRetryable(retryable).setMessage("for a reason"))
                .build());
        call.completes();
    }

    private static Metadata overflow() {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("radium-code", Metadata.ASCII_STRING_MARSHALLER), "context_length_exceeded");
        trailers.put(Metadata.Key.of("radium-param", Metadata.ASCII_STRING_MARSHALLER), "messages");
        return trailers;
    }

    /** More than all buffers on the way take. */
    private static void givesMuch(Call call) throws InterruptedException {
        if (call.isStreamed()) {
            call.endlessTokens();
        } else {
            call.much().finishes(call.given());
        }
    }
}
