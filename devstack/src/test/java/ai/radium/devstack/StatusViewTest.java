package ai.radium.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.devstack.supervisor.ProcessStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusViewTest {
    private static final ProcessStatus KAFKA =
            new ProcessStatus("kafka", 7, List.of(19092, 19093), "ready", 3 << 20, 1);

    @Test
    void tellsScriptsEveryFieldByItsName() {
        assertThat(StatusView.json(List.of(KAFKA)).replaceAll("\\s", ""))
                .isEqualTo("[{\"name\":\"kafka\",\"pid\":7,\"ports\":[19092,19093],\"state\":\"ready\","
                        + "\"rssBytes\":3145728,\"restarts\":1}]");
    }

    @Test
    void sumsMemoryForPeople() {
        assertThat(StatusView.table(List.of(KAFKA, KAFKA)).getLast()).contains("total", "6 MiB");
    }
}
