package ai.radium.finetune.job;

import ai.radium.kit.ids.Ids;

/** One job has two ids: {@code ft_X} and {@code ftjob-X}. Both are known everywhere. */
public final class JobIds {
    private static final String JOB = "ft_";
    private static final String OPENAI = "ftjob-";

    private JobIds() {}

    static String next() {
        return Ids.next("ft");
    }

    /** As it is stored, of either. */
    public static String job(String id) {
        return id.startsWith(OPENAI) ? JOB + id.substring(OPENAI.length()) : id;
    }

    public static String openai(String jobId) {
        return OPENAI + plain(jobId);
    }

    /** Without what says that it is a job's. */
    static String plain(String jobId) {
        return jobId.substring(JOB.length());
    }

    static String ofPlain(String plain) {
        return JOB + plain;
    }
}
