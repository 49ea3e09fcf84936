package ai.radium.worker.serving;

import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;

/**
 * What the engine is known to have done for one run.
 *
 * @param firstAt when the first token came, by the same clock as {@code at}
 * @param at when the last event came, by the JVM's own nanosecond clock
 */
record Progress(int promptTokens, int cachedTokens, int completionTokens, long firstAt, long at) {
    static final Progress NOTHING = new Progress(0, 0, 0, 0, 0);

    Progress prefilled(EngineEvent.Prefilled event, long now) {
        return new Progress(event.promptTokens(), event.cachedTokens(), 0, now, now);
    }

    Progress generated(EngineEvent.Piece piece, long now) {
        return new Progress(
                promptTokens, cachedTokens, Math.max(completionTokens, piece.completionTokens()), firstAt, now);
    }

    /** In the engine's last word. */
    Progress finished(EngineFinish finish) {
        return new Progress(finish.promptTokens(), finish.cachedTokens(), finish.completionTokens(), firstAt, at);
    }
}
