package ai.radium.model;

/**
 * What an operator asks for the tokens of models that customers made of a base model.
 *
 * @param input decimal string, USD per 1,000,000 prompt tokens
 * @param output decimal string, USD per 1,000,000 completion tokens
 */
record PriceOfFineTuned(String input, String output) {}
