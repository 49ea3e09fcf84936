package ai.radium.gateway.http;

import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;

/** What came of a request whose body turned out to be none. */
record RefusedAnswer(Reply reply, Refusal why) implements Answering {
    @Override
    public void begin() {
        reply.refuse(why);
    }

    @Override
    public void clientWritable(boolean more) {
        // a refusal is one write
    }

    @Override
    public void release() {
        // nothing is held
    }
}
