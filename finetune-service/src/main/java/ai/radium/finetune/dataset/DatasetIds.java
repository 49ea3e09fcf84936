package ai.radium.finetune.dataset;

import ai.radium.kit.ids.Ids;

/** One thing has two ids: {@code ds_X} and {@code file-X}. Both are known everywhere. */
public final class DatasetIds {
    private static final String DATASET = "ds_";
    private static final String FILE = "file-";

    private DatasetIds() {}

    static String next() {
        return Ids.next("ds");
    }

    /** As it is stored, of either. */
    public static String dataset(String id) {
        return id.startsWith(FILE) ? DATASET + id.substring(FILE.length()) : id;
    }

    public static String file(String datasetId) {
        return FILE + datasetId.substring(DATASET.length());
    }
}
