package ai.radium.finetune.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How jobs wait and run. */
@ConfigMapping(prefix = "radium.training")
interface JobConfig {
    /** Runs at once in the whole install; other jobs wait. Default 1. */
    @WithDefault("1")
    int atOnce();

    /** Jobs of an account that wait or run; one more is refused. Default 10. */
    @WithDefault("10")
    int accountJobs();

    /** Without a sign of life for so long, a job is looked after by another process. Default 30 s. */
    @WithDefault("30S")
    Duration lease();

    /** Between two looks at a run. Default 500 ms. */
    @WithDefault("500MS")
    Duration look();

    /** How often a run whose process has died is started again, from its newest checkpoint, before the job has failed. Default 3. */
    @WithDefault("3")
    int restarts();
}
