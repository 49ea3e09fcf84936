package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.worker.DeltaParts;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.GenerateListener;
import ai.radium.gateway.worker.ReplicaWork;
import ai.radium.gateway.worker.Rpc;

/** A chat or a completion: the worker's events, as the client reads them. */
final class Generation extends AnsweredCall implements GenerateListener {
    private final Answer answer;

    Generation(InferenceParts parts, Reply reply, Answer answer, GenerationRequest request, Attempt first) {
        super(parts, reply, answer, request, first);
        this.answer = answer;
    }

    @Override
    ReplicaWork send(Replica replica) {
        return parts.replicas().call(attempt(), replica, Rpc.GENERATE, message(request.parts()), this);
    }

    @Override
    public void accepted(int queuePosition) {
        // the client hears of it by the first token or by a comment
    }

    @Override
    public void prefillDone(long ttftMicros, int cachedTokens, int promptTokens) {
        attempt().prefilled(promptTokens, cachedTokens);
        answer.prefilled(promptTokens, cachedTokens);
    }

    @Override
    public void delta(DeltaParts delta) {
        if (hasAnswered()) {
            attempt().generated(delta.tokens(), delta.completionTokens());
            answer.delta(delta);
        }
    }

    @Override
    public void finished(Finish finish) {
        if (!isOpen()) {
            return;
        }
        attempt().finished(finish);
        if (complete()) {
            answer.finish(finish);
        } else {
            failUnrecorded();
        }
    }

    @Override
    public void failed(String code, boolean retryable, String message, String param) {
        if (!retryable || !triesAnother()) {
            fail(refusal(code, retryable, message, param));
        }
    }
}
