package ai.radium.gateway.inference;

/** An answer of which the client hears nothing before its end. */
sealed interface GatheredAnswer extends Answer permits WholeAnswer, GatheredOutput {
    @Override
    default boolean flush() {
        return true;
    }

    @Override
    default void keepAlive() {
        // a JSON reply has no place for a comment
    }

    @Override
    default boolean isWritable() {
        return true;
    }
}
