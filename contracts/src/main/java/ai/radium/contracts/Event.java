package ai.radium.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A fact, in the past tense, that one service tells the others. Each topic has one sealed interface below this one;
 * its records are the topic's types. Fields are only added, and added ones are optional.
 */
public interface Event {
    /** The aggregate that the fact is about; events of one key stay in order. */
    @JsonIgnore
    String eventKey();
}
