package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.EventSink.Finish;

/** An answer that may have several choices, each with parts and an end of its own. */
sealed interface ChoiceAnswer extends Answer permits StreamedAnswer, WholeAnswer {
    void delta(int choice, DeltaParts delta);

    /** That choice has all its parts. */
    void ended(int choice, String reason);

    /** All choices have ended. */
    void finish(Tokens used);

    @Override
    default void delta(DeltaParts delta) {
        delta(0, delta);
    }

    @Override
    default void finish(Finish finish) {
        ended(0, finish.reason());
        finish(Tokens.of(finish));
    }
}
