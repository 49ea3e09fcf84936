package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.GenerateListener;
import ai.radium.gateway.worker.GrpcStatus;
import ai.radium.gateway.worker.ReplicaWork;
import ai.radium.gateway.worker.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * A chat or a completion of several choices: as many generations on one replica, where those of one prompt may find it read.
 * One that breaks ends them all; what they used is one account.
 */
final class SeveralGenerations extends AnsweredCall {
    private static final String PROMPT = Field.PROMPT.word();

    private final ChoiceAnswer answer;
    private ChoiceTokens tokens;
    private @Nullable RunningChoices running;

    SeveralGenerations(
            InferenceParts parts, Reply reply, ChoiceAnswer answer, GenerationRequest request, Attempt first) {
        super(parts, reply, answer, request, first);
        this.answer = answer;
        tokens = new ChoiceTokens(request.choices());
    }

    @Override
    ReplicaWork send(Replica replica) {
        tokens = new ChoiceTokens(request.choices());
        RunningChoices all = new RunningChoices(this, replica, request.choices().count());
        running = all;
        all.sendNext();
        return all;
    }

    ReplicaWork generate(Replica replica, int choice, GenerateListener listener) {
        return parts.replicas()
                .call(
                        attempt(),
                        replica,
                        Rpc.GENERATE,
                        message(request.parts().with(request.choices().input(choice, request))),
                        listener);
    }

    /** Later choices are asked for by it, and may begin with it. */
    @Override
    boolean needsTheBody() {
        return true;
    }

    @Override
    boolean awaitsFirstTokens() {
        return running != null && running.awaitsFirstTokens();
    }

    void prefilled(int choice, int promptTokens, int cachedTokens) {
        tokens.prefilled(choice, promptTokens, cachedTokens);
        attempt().prefilled(tokens.prompt(), tokens.cached());
    }

    void delta(int choice, DeltaParts delta) {
        if (hasAnswered()) {
            tokens.generated(choice, delta.tokens(), delta.completionTokens());
            attempt().generated(0, tokens.completion());
            answer.delta(choice, delta);
        }
    }

    void finished(int choice, Finish finish) {
        if (!hasAnswered()) {
            return;
        }
        tokens.finished(choice, finish);
        attempt().prefilled(tokens.prompt(), tokens.cached());
        if (tokens.completion() > 0) {
            attempt().generated(0, tokens.completion());
        }
        answer.ended(choice, finish.reason());
    }

    /** Every choice has. */
    void finished() {
        Finish all = tokens.total();
        attempt().finished(all);
        if (complete()) {
            answer.finish(Tokens.of(all));
        } else {
            failUnrecorded();
        }
    }

    void failed(int choice, String code, boolean retryable, String message, String param) {
        if (!retryable || !triesAnother()) {
            fail(ofPrompt(choice, refusal(code, retryable, message, param)));
        }
    }

    void ended(int choice, GrpcStatus status) {
        if (!isOfThisReplica(status) || !triesAnother()) {
            fail(ofPrompt(choice, refusal(status)));
        }
    }

    /** Told by which one of several prompts it is. */
    private Refusal ofPrompt(int choice, Refusal refusal) {
        String param = refusal.param();
        Choices choices = request.choices();
        if (choices.prompts().size() < 2 || param == null || !param.startsWith(PROMPT)) {
            return refusal;
        }
        String place = PROMPT + "[" + choice / choices.each() + "]";
        String detail = refusal.detail();
        return refusal.at(place + param.substring(PROMPT.length()))
                .saying(detail.startsWith(PROMPT) ? place + detail.substring(PROMPT.length()) : detail);
    }
}
