package ai.radium.worker.adapter;

import ai.radium.contracts.worker.v1.AdapterProgress.Stage;

/**
 * How far a load is.
 *
 * @param bytesDone of the file, while it is fetched
 * @param bytesTotal 0 = unknown
 */
public record LoadProgress(Stage stage, long bytesDone, long bytesTotal) {
    static LoadProgress of(Stage stage) {
        return new LoadProgress(stage, 0, 0);
    }
}
