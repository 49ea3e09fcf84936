package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.EventStream;
import ai.radium.gateway.reply.Reply;

/** The items of an answer as events, each as it comes. */
abstract sealed class StreamedOutput implements Answer, OutputEvents permits StreamedResponse, StreamedMessage {
    final EventStream stream;
    final ResponseOutput output;
    private final Reply reply;
    private final ChatNames names;

    StreamedOutput(Reply reply, byte[] extraHeaders, ResponseOutput output, ChatNames names) {
        this.reply = reply;
        this.output = output;
        this.names = names;
        stream = new EventStream(reply, extraHeaders);
    }

    /** Writes what comes before the first item, once. */
    abstract void begin();

    /** Writes what comes after the last item, and releases the output. */
    abstract void complete(Finish finish);

    /** Writes how it broke after its begin, and releases the output. */
    abstract void breakOff(Refusal why, Tokens used);

    final String requestId() {
        return reply.requestId();
    }

    @Override
    public final void delta(DeltaParts delta) {
        begin();
        output.add(delta, this);
    }

    @Override
    public final boolean flush() {
        stream.flush(false);
        return stream.isDrained();
    }

    @Override
    public final void finish(Finish finish) {
        begin();
        complete(finish);
        stream.flush(true);
    }

    @Override
    public final void fail(Refusal refusal, Tokens used) {
        Refusal renamed = names.renamed(refusal);
        if (!reply.isBegun()) {
            discard();
            reply.refuse(renamed);
            return;
        }
        breakOff(renamed, used);
        stream.flush(true);
    }

    @Override
    public final boolean isWritable() {
        return stream.isWritable();
    }

    @Override
    public final void discard() {
        stream.discard();
        output.release();
    }
}
