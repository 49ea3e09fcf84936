package ai.radium.worker.request;

/**
 * How much one raw JSON value may hold. Bytes alone do not tell what a value costs: a message of two letters costs an engine's
 * chat template as much as a page of text, and the heap a hundred times its own bytes.
 *
 * @param param the request field, which is to blame
 * @param entries of the value itself, if it is an array or an object
 * @param innerEntries of each array inside it
 * @param values in all: objects, arrays, strings, numbers and the like
 * @param characters of the raw JSON
 */
record RawBounds(String param, int entries, int innerEntries, int values, int characters) {
    /** Brackets within brackets. A schema of ten levels, which is what OpenAI allows, needs about forty. */
    static final int MOST_DEPTH = 100;

    /** Of a number; 309 digits are beyond every double. */
    static final int LONGEST_NUMBER = 100;

    private static final int ANY = Integer.MAX_VALUE;

    /** Measured 2026-11-29, SmolLM2-135M, one core: the engine counts 1,000 messages in 0.2 s, 2,048 in 0.7 s, 20,000 in 5 s and more. */
    static final RawBounds MESSAGES = new RawBounds("messages", 2_048, 1_024, 65_536, ANY);

    static final RawBounds PROMPT = new RawBounds("prompt", 2_048, 2_048, 4_096, ANY);

    /** Of one prompt: more than any context here. */
    static final RawBounds PROMPT_TOKENS = new RawBounds("prompt", 300_000, 1, 300_001, ANY);

    static final RawBounds STOP = new RawBounds("stop", 16, 16, 32, 16 * 1024);

    /** OpenAI's number of tools; each schema is also bounded by its grammar. */
    static final RawBounds TOOLS = new RawBounds("tools", 128, 5_000, 65_536, 512 * 1024);

    static final RawBounds TOOL_CHOICE = new RawBounds("tool_choice", 16, 128, 512, 16 * 1024);
    static final RawBounds FUNCTIONS = new RawBounds("functions", 128, 5_000, 65_536, 512 * 1024);
    static final RawBounds FUNCTION_CALL = new RawBounds("function_call", 16, 16, 32, 16 * 1024);
    static final RawBounds PARALLEL_TOOL_CALLS = new RawBounds("parallel_tool_calls", 1, 1, 1, 64);

    /** OpenAI's schemas have at most 5,000 properties. */
    static final RawBounds RESPONSE_FORMAT = new RawBounds("response_format", 64, 5_000, 32_768, 256 * 1024);

    /** Measured 2026-11-29: the engine takes 0.1 s for 1,024 of them, 5 s for 49,000. */
    static final RawBounds LOGIT_BIAS = new RawBounds("logit_bias", 1_024, 1, 1_025, ANY);

    /** Texts, or lists of token ids. */
    static final RawBounds TEXTS_TO_EMBED = new RawBounds("input", 2_048, 300_000, 302_049, ANY);

    /** Of one text. OpenAI's number of tokens in all of a request. */
    static final RawBounds TOKENS_TO_EMBED = new RawBounds("input", 300_000, 1, 300_001, ANY);
}
