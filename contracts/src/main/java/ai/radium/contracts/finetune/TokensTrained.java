package ai.radium.contracts.finetune;

import java.time.Instant;

/**
 * What a job that has ended, in whichever way, has trained: told once, and nothing that was trained twice is counted twice.
 *
 * @param id of this record; the same one however often it is told
 * @param time when the job ended: the price of that moment counts
 * @param model the base model, whose training price counts
 * @param tokens more than 0
 */
public record TokensTrained(String id, Instant time, String account, String jobId, String model, long tokens)
        implements FinetuneEvent {
    @Override
    public String eventKey() {
        return jobId;
    }
}
