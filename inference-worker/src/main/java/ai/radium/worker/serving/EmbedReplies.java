package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.Embedding;
import ai.radium.worker.engine.Vectors;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Vectors in replies that every gRPC client takes, each made when it is asked for. */
final class EmbedReplies implements Iterator<EmbedReply> {
    /** A quarter of what clients take unless told to; prefixes and the token count have room up to 1 MiB. */
    private static final int MOST_BYTES = 1000 * 1024;

    private final Vectors vectors;
    private int next;

    EmbedReplies(Vectors vectors) {
        this.vectors = vectors;
    }

    @Override
    public boolean hasNext() {
        return next < vectors.values().size();
    }

    @Override
    public EmbedReply next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        EmbedReply.Builder reply = EmbedReply.newBuilder().setPromptTokens(next == 0 ? vectors.promptTokens() : 0);
        int bytes = 0;
        do {
            float[] vector = vectors.values().get(next++);
            reply.addEmbeddings(embedding(vector));
            bytes += Float.BYTES * vector.length;
        } while (hasNext() && bytes + Float.BYTES * vectors.values().get(next).length <= MOST_BYTES);
        return reply.build();
    }

    private static Embedding embedding(float[] vector) {
        Embedding.Builder embedding = Embedding.newBuilder();
        for (float value : vector) {
            embedding.addValues(value);
        }
        return embedding.build();
    }
}
