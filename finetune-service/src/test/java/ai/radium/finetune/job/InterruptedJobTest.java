package ai.radium.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.JobTest;
import ai.radium.finetune.ScriptedTrainer;
import ai.radium.kit.testing.ServiceDatabase;
import ai.radium.kit.testing.TestTopics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever looks after a job may die at any call and at any commit: another goes on, and all of it happens once. */
@QuarkusTest
@WithTestResource(FinetuneStack.class)
class InterruptedJobTest extends JobTest {
    InterruptedJobTest(ScriptedTrainer trainer) {
        super(trainer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refusal", "start", "observe", "open", "stop", "clear"})
    void dyingAtACallLosesNothing(String call) {
        trainer.failsOnce(call);

        String id = completed(dataset(), "");

        happenedOnce(id);
        assertThat(trainer.hasFailed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"status = 'RUNNING'", "step = 2", "status = 'COMPLETED'"})
    void dyingAtACommitLosesNothing(String change) {
        ServiceDatabase.change("""
                create function die() returns trigger language plpgsql as $$
                begin
                    if nextval('deaths') = 1 then raise exception 'it dies'; end if;
                    return new;
                end $$""");
        ServiceDatabase.change("create sequence deaths");
        ServiceDatabase.change("grant usage on sequence deaths to public");
        ServiceDatabase.change(
                "create trigger dies before update on job for each row when (new.%s) execute function die()"
                        .formatted(change));
        try {
            String id = created(dataset(), "");
            ScriptedTrainer.Run run = running(id);
            run.begins();
            run.steps(1, 2);
            await().atMost(PATIENCE).until(() -> job(id).getLong("data.trainedTokens") == 20);
            run.steps(3, 4);
            run.completes();
            reached(id, "completed");

            happenedOnce(id);
            assertThat(ServiceDatabase.query("select nextval('deaths')").getFirst())
                    .isNotEqualTo("1");
        } finally {
            ServiceDatabase.change("drop trigger dies on job");
            ServiceDatabase.change("drop function die");
            ServiceDatabase.change("drop sequence deaths");
        }
    }

    private void happenedOnce(String id) {
        assertThat(ServiceDatabase.query("select step from job_metric where job_id = '" + id + "' order by step"))
                .containsExactly("1", "2", "3", "4");
        assertThat(ServiceDatabase.query(
                        "select type from job_event where type in ('started', 'completed') and job_id = '" + id + "'"))
                .containsExactly("started", "completed");
        await().atMost(PATIENCE).until(() -> trainer.run(id) == null);
        try (TestTopics topics = topics()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(topics.published(Topic.FINETUNE_CHANGED, id))
                            .filteredOn(TokensTrained.class::isInstance)
                            .extracting(event -> ((TokensTrained) event).tokens())
                            .containsExactly(40L));
        }
    }
}
