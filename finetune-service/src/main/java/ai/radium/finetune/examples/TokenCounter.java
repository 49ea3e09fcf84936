package ai.radium.finetune.examples;

/** How many tokens an example has for a model: by the model's own tokenizer and template. */
@FunctionalInterface
public interface TokenCounter {
    long tokens(Example example);
}
