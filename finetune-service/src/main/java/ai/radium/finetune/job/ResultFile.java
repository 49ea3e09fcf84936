package ai.radium.finetune.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a job that has completed, as a file. It is written anew each time it is asked for, always the same.
 *
 * @param content CSV (RFC 4180), a line for each step; what was not measured at a step is empty
 */
public record ResultFile(String jobId, Instant createdAt, String content) {
    private static final String ID = "file-results-";
    private static final String HEAD = "step,train_loss,train_accuracy,valid_loss\n";

    static ResultFile of(Job job, List<JobMetric> metrics) {
        StringBuilder csv = new StringBuilder(HEAD);
        metrics.forEach(metric -> csv.append(metric.step())
                .append(',')
                .append(text(metric.trainLoss()))
                .append(',')
                .append(text(metric.tokenAccuracy()))
                .append(',')
                .append(text(metric.validationLoss()))
                .append('\n'));
        return new ResultFile(
                job.id(), Objects.requireNonNull(job.endedAt(), "a job that has completed has ended"), csv.toString());
    }

    private static String text(@Nullable Double number) {
        return number == null ? "" : number.toString();
    }

    public static boolean isOne(String fileId) {
        return fileId.startsWith(ID);
    }

    static String jobId(String fileId) {
        return JobIds.ofPlain(fileId.substring(ID.length()));
    }

    /** The id of a job's results. */
    public static String id(String jobId) {
        return ID + JobIds.plain(jobId);
    }

    public String id() {
        return id(jobId);
    }

    public String filename() {
        return jobId + "-results.csv";
    }

    public byte[] bytes() {
        return content.getBytes(StandardCharsets.US_ASCII);
    }
}
