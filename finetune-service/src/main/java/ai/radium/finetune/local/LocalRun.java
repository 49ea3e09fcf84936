package ai.radium.finetune.local;

import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessTable;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run, as it is on disk.
 *
 * @param waitingSince milliseconds since 1970: who came first trains first
 * @param launch a name that only this start of its process has; the process carries it in its environment. Null before the first
 * @param process {@link ProcessIdentity#text()}; null until it is known to have started
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LocalRun(
        String id,
        Stage stage,
        long waitingSince,
        @Nullable String launch,
        @Nullable String process) {
    /** Carries {@link #launch}: how a started process is found again. */
    static final String LAUNCH = "RADIUM_TRAINER_LAUNCH";

    /** Stands for a process that was gone before it could be looked at. */
    private static final ProcessIdentity ENDED_AT_ONCE = new ProcessIdentity(1, 0, "ended at once");

    /** What was wanted last. */
    enum Stage {
        WAITING,
        LAUNCHED,
        STOPPED
    }

    static LocalRun waiting(String id, Instant now) {
        return new LocalRun(id, Stage.WAITING, now.toEpochMilli(), null, null);
    }

    LocalRun launching(String name) {
        return new LocalRun(id, Stage.LAUNCHED, waitingSince, name, null);
    }

    LocalRun launched(Optional<ProcessIdentity> started) {
        return new LocalRun(
                id, stage, waitingSince, launch, started.orElse(ENDED_AT_ONCE).text());
    }

    LocalRun stopped() {
        return new LocalRun(id, Stage.STOPPED, waitingSince, launch, process);
    }

    boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    /** Its process, if that is alive. */
    Optional<ProcessIdentity> running() {
        if (process != null) {
            return Optional.of(ProcessIdentity.parse(process)).filter(ProcessIdentity::isAlive);
        }
        return launch == null
                ? Optional.empty()
                : ProcessTable.withEnvironment(LAUNCH + "=" + launch).stream().findFirst();
    }
}
