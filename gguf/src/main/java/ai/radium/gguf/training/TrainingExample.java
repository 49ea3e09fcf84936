package ai.radium.gguf.training;

import ai.radium.gguf.tokenizer.Tokens;
import java.util.Arrays;
import java.util.BitSet;

/** A line as tokens. Of answers the turn's last token is one too, so that a model learns to end. */
public final class TrainingExample {
    private final int[] tokens;
    private final BitSet answers;
    private final int cut;

    private TrainingExample(int[] tokens, BitSet answers, int cut) {
        this.tokens = tokens;
        this.answers = answers;
        this.cut = cut;
    }

    static TrainingExample of(Tokens tokens, BitSet answers, int maxContext) {
        int kept = Math.min(tokens.size(), maxContext);
        int[] all = tokens.toArray();
        return new TrainingExample(
                all.length == kept ? all : Arrays.copyOf(all, kept), answers.get(0, kept), all.length - kept);
    }

    public int length() {
        return tokens.length;
    }

    public int token(int index) {
        return tokens[index];
    }

    /** Whether a model learns to say this token. */
    public boolean isAnswer(int index) {
        return answers.get(index);
    }

    public int answerTokens() {
        return answers.cardinality();
    }

    /** Tokens left out at the end, for the line is longer than the context. */
    public int cut() {
        return cut;
    }
}
