package ai.radium.trainer.network;

import ai.radium.gguf.training.TrainingMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Reads packs, one at a time, on one core: forwards, or forwards and backwards. For one thread at a time. */
public final class Worker {
    private final Decoder decoder;
    private final AdapterLeaves leaves;

    public Worker(BaseWeights base, AdapterWeights adapter) {
        this.leaves = adapter.leaves();
        this.decoder = new Decoder(base, leaves);
    }

    /** How well the adapter foretells a pack's answers. */
    public PackResult judge(Pack pack) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor rows = decoder.normed(answerRows(pack));
            return scores(pack, rows, (scores, targets) -> lossSum(scores, targets));
        }
    }

    /**
     * Gathers the gradients of a pack's losses.
     *
     * @param share of each answer token in the step's loss
     */
    public PackResult learn(Pack pack, double share) {
        try (PointerScope _ = new PointerScope()) {
            Tensor rows = decoder.normed(answerRows(pack));
            // Scores are large: they go back through the head a few rows at a time, the rest goes back once.
            Tensor cut = rows.detach();
            cut.set_requires_grad(true);
            PackResult result = scores(pack, cut, (scores, targets) -> {
                Tensor loss = lossSum(scores, targets);
                Tensors.times(loss, share).backward();
                return loss;
            });
            rows.backward(cut.grad(), new BoolOptional(), false, new TensorArrayRefOptional());
            return result;
        }
    }

    /** Adds the gradients gathered since the last call. */
    public void drainGradients(float[] into) {
        leaves.drainGradients(into);
    }

    /** The likelihoods of each token's successors, as logarithms. */
    public float[][] logProbabilities(int... tokens) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor ids = Tensors.indexes(Arrays.stream(tokens).asLongStream().toArray());
            Tensor positions = torch.arange(new Scalar(tokens.length));
            Tensor rows = decoder.read(ids, positions, new int[] {tokens.length}, List.of());
            Tensor logarithms = torch.log_softmax(decoder.scores(decoder.normed(rows)), 1);
            float[][] all = new float[tokens.length][(int) logarithms.size(1)];
            for (int i = 0; i < tokens.length; i++) {
                logarithms.get(i).contiguous().data_ptr_float().get(all[i]);
            }
            return all;
        }
    }

    /**
     * The likeliest token, again and again, of several texts at once.
     *
     * @param prompts their tokens
     * @param most tokens of each answer
     * @param end whether a token ends an answer; it is part of it
     */
    public List<int[]> answers(List<int[]> prompts, int[] most, IntPredicate end) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            answers.add(new Answer(prompts.get(i), most[i]));
        }
        try (NoGradGuard _ = new NoGradGuard()) {
            for (Answer answer : answers) {
                extend(List.of(answer), answer.prompt, end);
            }
            List<Answer> open = open(answers);
            while (!open.isEmpty()) {
                extend(open, open.stream().mapToInt(Answer::last).toArray(), end);
                open = open(open);
            }
        } finally {
            answers.forEach(answer -> answer.known.close());
        }
        return answers.stream().map(Answer::tokens).toList();
    }

    private static List<Answer> open(List<Answer> answers) {
        return answers.stream().filter(answer -> !answer.isEnded).toList();
    }

    /** Reads a whole prompt of one answer, or the last token of each. */
    private void extend(List<Answer> open, int[] tokens, IntPredicate end) {
        try (PointerScope _ = new PointerScope()) {
            int each = tokens.length / open.size();
            long[] positions = new long[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                positions[i] = (long) open.get(i / each).read + i % each;
            }
            int[] lengths = new int[open.size()];
            Arrays.fill(lengths, each);
            Tensor rows = decoder.read(
                    Tensors.indexes(Arrays.stream(tokens).asLongStream().toArray()),
                    Tensors.indexes(positions),
                    lengths,
                    open.stream().map(answer -> answer.known).toList());
            Tensor last = rows.reshape(open.size(), each, rows.size(1)).select(1, each - 1);
            Tensor likeliest = decoder.scores(decoder.normed(last)).argmax(new LongOptional(1), false);
            for (int i = 0; i < open.size(); i++) {
                open.get(i).take((int) likeliest.get(i).item_long(), each, end);
            }
        }
    }

    private Tensor answerRows(Pack pack) {
        Tensor rows =
                decoder.read(Tensors.indexes(pack.ids()), Tensors.indexes(pack.positions()), pack.lengths(), List.of());
        return rows.index_select(0, Tensors.indexes(pack.answerRows()));
    }

    private interface Loss {
        Tensor of(Tensor scores, Tensor targets);
    }

    private PackResult scores(Pack pack, Tensor rows, Loss loss) {
        Tensor targets = Tensors.indexes(pack.targets());
        PackResult result = PackResult.NOTHING;
        for (long at = 0; at < rows.size(0); at += TrainingMemory.ANSWERS_AT_ONCE) {
            long count = Math.min(TrainingMemory.ANSWERS_AT_ONCE, rows.size(0) - at);
            try (PointerScope _ = new PointerScope()) {
                Tensor some = targets.narrow(0, at, count);
                Tensor scores = decoder.scores(rows.narrow(0, at, count));
                int hits = (int) scores.detach()
                        .argmax(new LongOptional(1), false)
                        .eq(some)
                        .sum()
                        .item_long();
                result = result.plus(new PackResult(loss.of(scores, some).item_double(), (int) count, hits));
            }
        }
        return result;
    }

    private static Tensor lossSum(Tensor scores, Tensor targets) {
        int sum = 2; // at::Reduction::Sum
        return torch.cross_entropy_loss(scores, targets, new TensorOptional(), sum, -100, 0);
    }

    private static final class Answer {
        private final int[] prompt;
        private final int most;
        private final KeyValues known = new KeyValues();
        private final List<Integer> tokens = new ArrayList<>();
        private int read;
        private boolean isEnded;

        Answer(int[] prompt, int most) {
            this.prompt = prompt;
            this.most = most;
        }

        int last() {
            return tokens.getLast();
        }

        int[] tokens() {
            return tokens.stream().mapToInt(Integer::intValue).toArray();
        }

        void take(int token, int nowRead, IntPredicate end) {
            read += nowRead;
            tokens.add(token);
            isEnded = end.test(token) || tokens.size() >= most;
        }
    }
}
