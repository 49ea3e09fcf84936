package ai.radium.finetune.job;

import java.util.List;

/** A slice of an account's jobs. */
record JobPage(List<Job> jobs, long total) {
    JobPage {
        jobs = List.copyOf(jobs);
    }
}
