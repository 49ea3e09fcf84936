package ai.radium.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.radium.contracts.audit.ActionTaken;
import ai.radium.contracts.key.KeyChanged;
import org.junit.jupiter.api.Test;

class TopicTest {
    @Test
    void eachServiceTellsOfActionsOnATopicOfItsOwn() {
        assertThat(Topic.of(ActionTaken.class, "account-service")).isEqualTo(Topic.AUDIT_OF_ACCOUNTS);
        assertThat(Topic.of(ActionTaken.class, "deployment-service")).isEqualTo(Topic.AUDIT_OF_DEPLOYMENTS);
    }

    @Test
    void nobodyTellsTheFactsOfAnother() {
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of(KeyChanged.class, "deployment-service"));
    }
}
