package ai.radium.finetune.estimate;

import ai.radium.finetune.estimate.TokenCount.Reason;
import ai.radium.finetune.examples.Example;
import ai.radium.gguf.chat.UnsupportedTemplate;
import ai.radium.gguf.training.ExampleReader;
import ai.radium.gguf.training.TrainingExample;
import ai.radium.gguf.training.UnusableLine;
import java.util.ArrayList;
import java.util.List;

/** Counts as the trainer does: a line without an answer within the context is no example, and no token of it is trained. */
final class CountedLines {
    private final ExampleReader reader;
    private final List<Reason> reasons = new ArrayList<>();
    private long tokens;
    private long examples;
    private long leftOut;
    private long cut;
    private long heldOut;
    private int longest;
    private long unusable;

    CountedLines(ExampleReader reader) {
        this.reader = reader;
    }

    void take(long number, Example example, boolean isHeldOut) {
        try {
            count(reader.read(TrainingText.line(example)), isHeldOut);
        } catch (UnusableLine | UnsupportedTemplate e) {
            unusable++;
            if (reasons.size() < TokenCount.MOST_REASONS) {
                reasons.add(new Reason(number, String.valueOf(e.getMessage())));
            }
        }
    }

    private void count(TrainingExample line, boolean isHeldOut) {
        if (line.answerTokens() == 0) {
            leftOut++;
            return;
        }
        longest = Math.max(longest, line.length());
        if (isHeldOut) {
            heldOut++;
            return;
        }
        examples++;
        tokens += line.length();
        cut += line.cut();
    }

    TokenCount count() {
        return new TokenCount(tokens, examples, leftOut, cut, heldOut, longest, unusable, reasons);
    }
}
