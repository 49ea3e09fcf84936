package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.worker.CallListener;
import ai.radium.gateway.worker.GrpcStatus;
import ai.radium.gateway.worker.ReplicaWork;
import ai.radium.gateway.worker.Rpc;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;

/** A call that is answered whole: half of its JSON reply is of no use to anybody. */
abstract sealed class WholeCall extends OpenCall implements CallListener permits Embedding, TokenCount {
    private final Rpc rpc;

    WholeCall(InferenceParts parts, Reply reply, Attempt first, Rpc rpc) {
        super(parts, reply, first);
        this.rpc = rpc;
    }

    /** The request of the current attempt, as gRPC sends it. */
    abstract ByteBuf message(Attempt attempt);

    @Override
    final ReplicaWork send(Replica replica) {
        return parts.replicas().call(attempt(), replica, rpc, message(attempt()), this);
    }

    /** The worker's answer is complete, and recorded. */
    abstract void finish();

    /** A message as gRPC sends it. */
    final ByteBuf framed(MessageLite message) {
        byte[] bytes = message.toByteArray();
        return reply.channel()
                .alloc()
                .directBuffer(5 + bytes.length)
                .writeByte(0) // not compressed (gRPC over HTTP/2, "Length-Prefixed-Message")
                .writeInt(bytes.length)
                .writeBytes(bytes);
    }

    @Override
    public void ended(GrpcStatus status) {
        if (status.code() != GrpcStatus.OK || !isOpen() || !attempt().hasTokens()) {
            super.ended(status);
        } else if (complete()) {
            finish();
        } else {
            sayFailed(
                    GatewayProblem.INTERNAL_ERROR.because("The usage of this answer cannot be recorded"), Tokens.NONE);
        }
    }

    @Override
    void stillWaiting(long now) {
        // a JSON reply has no place for a comment
    }

    @Override
    boolean isTold(Attempt attempt) {
        return false;
    }

    @Override
    void flush() {
        // what there is goes to the socket as it comes, or with the end
    }

    @Override
    void discard() {
        // nothing is held
    }

    @Override
    public boolean isWritable() {
        return reply.channel().isWritable();
    }
}
