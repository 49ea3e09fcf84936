package ai.radium.finetune.file;

import java.util.Locale;

/** How far an upload in parts has come. */
enum UploadStatus {
    PENDING,
    COMPLETED,
    CANCELLED,
    EXPIRED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
