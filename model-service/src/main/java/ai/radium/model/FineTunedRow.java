package ai.radium.model;

import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.model.ModelChanged;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a fine-tuning job made, for ever: a name is never used again. All else of the model is as its base has it. */
@Entity
@Table(name = "fine_tuned_model")
class FineTunedRow {
    @Id
    String id = "";

    String account = "";
    String jobId = "";
    String base = "";
    String name = "";
    String adapterUri = "";
    String adapterSha256 = "";
    Instant createdAt = Instant.EPOCH;

    @Nullable
    Instant deletedAt;

    @Version
    long version;

    static FineTunedRow of(JobChanged job, JobChanged.Result made, Instant completedAt) {
        FineTunedRow row = new FineTunedRow();
        row.id = made.model();
        row.account = job.account();
        row.jobId = job.jobId();
        row.base = job.baseModel();
        row.name = job.name();
        row.adapterUri = made.adapterUri();
        row.adapterSha256 = made.adapterSha256();
        row.createdAt = completedAt.truncatedTo(ChronoUnit.MILLIS);
        return row;
    }

    Model of(Model baseModel) {
        return baseModel.fineTuned(
                id, name, new ModelChanged.FineTuned(account, jobId, base, adapterUri, adapterSha256), createdAt);
    }
}
