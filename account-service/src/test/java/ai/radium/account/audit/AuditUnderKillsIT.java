package ai.radium.account.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A kill between the commit of a change and the publication of its row loses none and doubles none. */
class AuditUnderKillsIT {
    @Test
    void whatWasCommittedAndNotPublishedWhenTheServiceWasKilledIsOneRow() {
        try (var service = new KilledService(false)) {
            assertThat(service.ask("POST", "/api-keys", "req_1", "{\"name\":\"a\"}"))
                    .hasValueSatisfying(reply -> assertThat(reply.statusCode()).isEqualTo(201));
            assertThat(service.number("select count(*) from outbox where type = 'radium.ActionTaken'"))
                    .isEqualTo(2);
            assertThat(service.number("select count(*) from audit_row")).isZero();

            service.killAndStart();

            await().atMost(Duration.ofMinutes(3)).until(() -> service.number("select count(*) from outbox") == 0);
            await().atMost(Duration.ofMinutes(3)).until(() -> service.number("select count(*) from audit_row") == 2);
            assertThat(service.query("select action from audit_row order by sequence"))
                    .containsExactly("account.create", "api_key.create");
        }
    }
}
