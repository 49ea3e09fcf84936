package ai.radium.trainer.evaluation;

import ai.radium.contracts.training.TrainingProgress.Evaluated;
import ai.radium.contracts.training.TrainingProgress.Sample;
import ai.radium.gguf.tokenizer.Tokenizer;
import ai.radium.gguf.training.TrainingExample;
import ai.radium.trainer.learning.Crew;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Lines that nothing is learnt from. */
public final class HeldOut {
    /** Lines that are asked for an answer; and their answers' tokens, beyond which none is compared. */
    private static final int MOST_ASKED = 50;

    private static final int LONGEST_ANSWER = 128;

    private static final int MOST_SAMPLES = 10;

    private final List<TrainingExample> examples;
    private final List<Question> questions;
    private final Tokenizer tokenizer;

    /** What stands before a line's last answer, and the answer. */
    private static final class Question {
        private final int[] prompt;
        private final int[] expected;

        private Question(int[] prompt, int[] expected) {
            this.prompt = prompt;
            this.expected = expected;
        }

        static Question of(TrainingExample example) {
            int end = example.length();
            while (!example.isAnswer(end - 1)) {
                end--;
            }
            int begin = end - 1;
            while (begin > 0 && example.isAnswer(begin - 1)) {
                begin--;
            }
            return new Question(tokens(example, 0, begin), tokens(example, begin, end));
        }

        private static int[] tokens(TrainingExample example, int from, int to) {
            return IntStream.range(from, to).map(example::token).toArray();
        }
    }

    public HeldOut(List<TrainingExample> examples, Tokenizer tokenizer) {
        this.examples = List.copyOf(examples);
        this.tokenizer = tokenizer;
        this.questions = examples.stream()
                .map(Question::of)
                .filter(question -> question.prompt.length > 0 && question.expected.length <= LONGEST_ANSWER)
                .limit(MOST_ASKED)
                .toList();
    }

    public boolean isEmpty() {
        return examples.isEmpty();
    }

    /** Nats for an answer token; nothing if it was stopped. */
    public OptionalDouble loss(Crew crew) {
        return crew.judge(examples)
                .map(result -> OptionalDouble.of(result.meanLoss()))
                .orElse(OptionalDouble.empty());
    }

    /** Nothing if it was stopped. */
    public Optional<Evaluated> evaluate(Crew crew, boolean isTrained) {
        OptionalDouble loss = loss(crew);
        if (loss.isEmpty()) {
            return Optional.empty();
        }
        List<int[]> answers = crew.alone(worker -> worker.answers(
                questions.stream().map(question -> question.prompt).toList(),
                questions.stream()
                        .mapToInt(question -> question.expected.length)
                        .toArray(),
                tokenizer.vocabulary()::endsAnswers));
        int matches = 0;
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            matches += Arrays.equals(question.expected, answers.get(i)) ? 1 : 0;
            if (samples.size() < MOST_SAMPLES) {
                samples.add(new Sample(
                        tokenizer.text(question.prompt),
                        tokenizer.text(question.expected),
                        tokenizer.text(answers.get(i))));
            }
        }
        return Optional.of(new Evaluated(isTrained, loss.getAsDouble(), matches, questions.size(), samples));
    }
}
