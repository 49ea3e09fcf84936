package ai.radium.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.finetune.JobStatus;
import ai.radium.finetune.trainer.JobFailure;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JobStateTest {
    enum Happening {
        START,
        COMPLETE,
        FAIL,
        CANCEL
    }

    private static final Map<JobStatus, Set<Happening>> ALLOWED = Map.of(
            JobStatus.PENDING, EnumSet.of(Happening.START, Happening.FAIL, Happening.CANCEL),
            JobStatus.RUNNING, EnumSet.of(Happening.COMPLETE, Happening.FAIL, Happening.CANCEL),
            JobStatus.COMPLETED, EnumSet.noneOf(Happening.class),
            JobStatus.FAILED, EnumSet.noneOf(Happening.class),
            JobStatus.CANCELLED, EnumSet.noneOf(Happening.class));

    /** The same state where it is not allowed. */
    private static JobState after(JobState state, Happening happening) {
        return switch (state) {
            case JobState.Pending pending when happening == Happening.START -> pending.started();
            case JobState.Running running when happening == Happening.COMPLETE -> running.completed();
            case JobState.Open open when happening == Happening.FAIL -> open.failed(JobFailure.OUT_OF_MEMORY, "no");
            case JobState.Open open when happening == Happening.CANCEL -> open.cancelled();
            default -> state;
        };
    }

    @Test
    void everyStateTakesWhatItAllowsAndNothingElse() {
        List<JobState> all = List.of(
                new JobState.Pending(),
                new JobState.Running(),
                new JobState.Completed(),
                new JobState.Failed(JobFailure.NO_CAPACITY, "no"),
                new JobState.Cancelled());
        for (JobState state : all) {
            for (Happening happening : Happening.values()) {
                assertThat(!after(state, happening).equals(state))
                        .as(state + " " + happening)
                        .isEqualTo(
                                ALLOWED.getOrDefault(state.status(), Set.of()).contains(happening));
            }
        }
    }

    @Property
    void whateverHappensAJobEndsOnceAndOnlyWhatFailedIsFree(@ForAll List<Happening> happenings) {
        JobState state = new JobState.Pending();
        int ends = 0;
        for (Happening happening : happenings) {
            JobState next = after(state, happening);
            ends += state instanceof JobState.Open && next instanceof JobState.Ended ? 1 : 0;
            assertThat(state instanceof JobState.Ended && !next.equals(state)).isFalse();
            state = next;
        }
        assertThat(ends).isLessThanOrEqualTo(1);
        if (state instanceof JobState.Ended ended) {
            assertThat(ended.isBilled()).isEqualTo(ended.status() != JobStatus.FAILED);
        }
    }
}
