package ai.radium.contracts.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkerTokenTest {
    @Test
    void isTheSameInEveryProcess() {
        // printf 'radium-worker:dep_1' | openssl dgst -sha256 -hmac secret -binary | basenc --base64url
        assertThat(WorkerToken.of("secret", "dep_1")).isEqualTo("0xFXysFJPcGTQD_nxYJOSId9GQGbIbnfPOFf3rwV6UM");
    }

    @Test
    void isAnotherForEachDeploymentAndSecret() {
        assertThat(WorkerToken.of("secret", "dep_1"))
                .hasSize(43)
                .isNotEqualTo(WorkerToken.of("secret", "dep_2"))
                .isNotEqualTo(WorkerToken.of("other", "dep_1"));
    }

    @Test
    void refusesAnEmptySecret() {
        assertThatThrownBy(() -> WorkerToken.of("", "dep_1")).isInstanceOf(IllegalArgumentException.class);
    }
}
