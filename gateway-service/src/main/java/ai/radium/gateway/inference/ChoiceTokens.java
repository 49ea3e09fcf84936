package ai.radium.gateway.inference;

import ai.radium.contracts.worker.EventSink.Finish;

/** What the choices of one attempt used: every token that was made, and each prompt once, however many choices go on with it. */
final class ChoiceTokens {
    private final int each;
    private final int[] prompt;
    private final int[] cached;
    private final int[] generated;
    private int completion;
    private long queueMicros;
    private long prefillMicros;
    private long decodeMicros;

    ChoiceTokens(Choices choices) {
        each = choices.each();
        prompt = new int[choices.count()];
        cached = new int[choices.count()];
        generated = new int[choices.count()];
    }

    void prefilled(int choice, int promptTokens, int cachedTokens) {
        prompt[choice] = promptTokens;
        cached[choice] = cachedTokens;
    }

    /** @param completionTokens all of this choice so far; 0 = not counted by the engine */
    void generated(int choice, int tokens, int completionTokens) {
        generatedInAll(choice, completionTokens > 0 ? completionTokens : generated[choice] + tokens);
    }

    void finished(int choice, Finish finish) {
        prefilled(choice, finish.promptTokens(), finish.cachedTokens());
        generatedInAll(choice, finish.completionTokens());
        queueMicros = Math.max(queueMicros, finish.queueMicros());
        prefillMicros += finish.prefillMicros();
        decodeMicros += finish.decodeMicros();
    }

    private void generatedInAll(int choice, int tokens) {
        completion += tokens - generated[choice];
        generated[choice] = tokens;
    }

    int completion() {
        return completion;
    }

    int prompt() {
        return oncePerPrompt(prompt);
    }

    int cached() {
        return oncePerPrompt(cached);
    }

    /** Of each prompt as its first choice that was begun tells it: the others may find what that one has read. */
    private int oncePerPrompt(int[] counts) {
        int sum = 0;
        for (int first = 0; first < prompt.length; first += each) {
            int choice = first;
            while (choice < first + each - 1 && prompt[choice] == 0) {
                choice++;
            }
            sum += counts[choice];
        }
        return sum;
    }

    /** All choices as one, for its counts and times. */
    Finish total() {
        return new Finish("stop", prompt(), completion, cached(), queueMicros, prefillMicros, decodeMicros);
    }
}
