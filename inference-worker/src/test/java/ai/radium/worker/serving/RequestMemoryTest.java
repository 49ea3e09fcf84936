package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestMemoryTest {
    private final RequestMemory memory = new RequestMemory(100);

    @Test
    void keepsHalfOfItFromAnyOneAccount() {
        assertThat(memory.take("greedy", 30)).isTrue();
        assertThat(memory.take("greedy", 21)).isFalse();
        assertThat(memory.take("greedy", 20)).isTrue();
        assertThat(memory.take("other", 50)).isTrue();
        assertThat(memory.take("third", 1)).isFalse();
    }

    @Test
    void hasAllOfItAgainInTheEnd() {
        memory.take("a", 50);
        memory.take("b", 40);
        memory.giveBack("a", 50);
        memory.giveBack("b", 40);

        assertThat(memory.held()).isZero();
        assertThat(memory.take("a", 50)).isTrue();
    }

    @Test
    void whatAnAccountGivesBackItMayTakeAgainAndNoMore() {
        memory.take("a", 30);
        memory.take("a", 20);
        assertThat(memory.held()).isEqualTo(50);

        memory.giveBack("a", 30);

        assertThat(memory.held()).isEqualTo(20);
        assertThat(memory.take("a", 31)).isFalse();
        assertThat(memory.take("a", 30)).isTrue();
        assertThat(memory.largest()).isEqualTo(50);
    }
}
