package ai.radium.e2e;

import java.util.Locale;

/** What the programs of {@code e2e/clients} try, in this order; the table's columns. */
enum ClientFeature {
    MODELS,
    CHAT,
    STREAM,
    STREAM_USAGE,
    TOOLS,
    STRUCTURED,
    EMBEDDINGS,
    RESPONSES,
    RESPONSES_STREAM,
    WRONG_KEY,
    UNKNOWN_MODEL,
    BAD_PARAMETER,
    RATE_LIMIT,
    RETRY,
    CANCEL;

    /** As the programs and the table write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
