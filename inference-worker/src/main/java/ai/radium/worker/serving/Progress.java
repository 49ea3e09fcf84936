package ai.radium.worker.serving;

import ai.radium.worker.engine.EngineEvent;

/**
 * What the engine is known to have done for one run.
 *
 * @param at when the last event came, by the JVM's own nanosecond clock
 */
record Progress(int promptTokens, int cachedTokens, int completionTokens, long at) {
    static final Progress NOTHING = new Progress(0, 0, 0, 0);

    Progress prefilled(EngineEvent.Prefilled event, long now) {
        return new Progress(event.promptTokens(), event.cachedTokens(), 0, now);
    }

    Progress generated(EngineEvent.Piece piece, long now) {
        return new Progress(promptTokens, cachedTokens, Math.max(completionTokens, piece.completionTokens()), now);
    }
}
