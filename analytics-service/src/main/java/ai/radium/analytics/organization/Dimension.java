package ai.radium.analytics.organization;

import java.util.Locale;

/** What sums can be broken down by. */
enum Dimension {
    MODEL("r.key.model"),
    API_KEY_ID("r.key.keyId"),
    /** Which model, and whether it answered or was trained: {@code llama2:7b, tokens}. */
    LINE_ITEM("concat(r.key.model, case when r.key.jobId = '' then ', tokens' else ', training' end)");

    private final String expression;

    Dimension(String expression) {
        this.expression = expression;
    }

    /** Over a rollup {@code r}. */
    String expression() {
        return expression;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
