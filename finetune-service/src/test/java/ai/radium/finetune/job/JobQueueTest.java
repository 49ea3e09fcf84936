package ai.radium.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.finetune.Customer;
import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.JobTest;
import ai.radium.finetune.ScriptedTrainer;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class JobQueueTest extends JobTest {
    JobQueueTest(ScriptedTrainer trainer) {
        super(trainer);
    }

    @Test
    void oneAccountsJobsDoNotHoldBackAnothers() {
        String dataset = dataset();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            many.add(created(dataset, ""));
        }
        running(many.getFirst());
        Customer other = new Customer(edge, service, Ids.next("acct"));
        String others = created(other, other.ready("b.jsonl", Customer.PAIR), "");
        assertThat(ServiceDatabase.query("select id from job where status = 'RUNNING'"))
                .hasSize(1);

        post("/fine-tuning/" + many.getFirst() + "/cancel", "{}").statusCode(200);

        running(others);
        assertThat(statuses(customer)).containsExactlyInAnyOrder("cancelled", "pending", "pending");
        post(other, "/fine-tuning/" + others + "/cancel", "{}").statusCode(200);
        running(many.get(1));
        post("/fine-tuning/" + many.get(1) + "/cancel", "{}").statusCode(200);
        running(many.get(2));
    }

    @Test
    void noMoreRunThanMay() {
        String dataset = dataset();
        String first = created(dataset, "");
        String second = created(dataset, "");
        running(first);

        assertThat(trainer.run(second)).isNull();
        assertThat(ServiceDatabase.query("select id from job where status = 'RUNNING'"))
                .containsExactly(first);

        post("/fine-tuning/" + first + "/cancel", "{}").statusCode(200);
        await().atMost(PATIENCE).until(() -> trainer.run(second) != null);
    }

    @Test
    void anAccountHasAQuota() {
        String dataset = dataset();
        for (int i = 0; i < 10; i++) {
            created(dataset, "");
        }

        post("/fine-tuning", body(dataset, ""))
                .statusCode(403)
                .body("code", equalTo("FINE_TUNING_QUOTA"))
                .body("details.limit", equalTo(10));
    }
}
