package ai.radium.finetune.job;

import java.util.Locale;

/** What a job's model is called: {@code ft:BASE:ACCOUNT:SUFFIX:ID}. No two jobs make the same. */
final class ModelName {
    private static final int OF_ACCOUNT = 8;
    private static final int OF_JOB = 12;
    private static final int OF_SUFFIX = 40;

    private ModelName() {}

    /** @param wanted whatever a customer called it */
    static String of(String baseModel, String account, String wanted, String jobId) {
        return String.join(":", "ft", baseModel, last(account, OF_ACCOUNT), suffix(wanted), last(jobId, OF_JOB));
    }

    /** Small letters, digits and dashes; other letters become dashes. */
    static String suffix(String wanted) {
        String plain =
                wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        String cut = plain.substring(0, Math.min(OF_SUFFIX, plain.length())).replaceAll("-+$", "");
        return cut.isEmpty() ? "custom" : cut;
    }

    private static String last(String id, int length) {
        return id.substring(Math.max(0, id.length() - length)).replace(':', '-');
    }
}
