package ai.radium.finetune.examples;

/** A line of a file, judged. Its number counts from 1, as an editor does; of a record over several lines it is the first. */
public sealed interface Line {
    long number();

    /**
     * One that teaches.
     *
     * @param hash 64 bits of its content: lines of the same content have the same
     */
    record Good(long number, Example example, long hash) implements Line {}

    /** One that is left out. */
    record Bad(long number, String reason) implements Line {}
}
