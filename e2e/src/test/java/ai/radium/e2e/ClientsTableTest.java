package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The unmodified clients of {@code e2e/clients} against the platform; prints which feature of which works. */
@Tag("clients")
@ExtendWith(RunningPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsTableTest {
    private static final Path FILE = Path.of("target/clients.md");
    private static final Path PAGE = Path.of("../docs/clients.md");

    private final ClientTable table = new ClientTable();

    static List<ClientProgram> programs() throws IOException {
        return ClientProgram.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void servesEveryFeatureThatItHas(ClientProgram program, Platform platform) throws IOException {
        table.add(program.client(), List.of());

        List<ClientOutcome> outcomes = program.run(platform);

        table.add(program.client(), outcomes);
        assertThat(outcomes)
                .extracting(ClientOutcome::feature)
                .containsExactlyElementsOf(Stream.of(ClientFeature.values())
                        .map(ClientFeature::word)
                        .toList());
        assertThat(outcomes).noneMatch(outcome -> outcome.result().equals("fail"));
        assertThat(PAGE).content().contains(ClientTable.row(program.client(), outcomes));
    }

    @AfterAll
    void printsTheTable() throws IOException {
        Files.writeString(FILE, table.text());
        System.out.println(table.text());
    }
}
