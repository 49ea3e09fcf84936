package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program of {@code examples}, as a newcomer copies it. */
@ExtendWith(RunningPlatform.class)
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    static List<String> programs() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
            return files.map(file -> EXAMPLES.relativize(file).toString())
                    .filter(file -> file.matches("[a-z]+/\\w+\\.(sh|py|mjs)"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void saysWhatItIsToShow(String program, Platform platform) throws IOException {
        String said = run(program, platform);

        String what = program.replaceAll(".*/|\\..*", "");
        switch (what) {
            case "chat" -> assertThat(said).containsPattern("\"completion_tokens\":\\d|\\d+ tokens in, \\d+ out");
            case "stream" -> assertThat(said).containsPattern("data: \\[DONE]\\s*$|\\d+ tokens in, \\d+ out\\s*$");
            case "deploy" -> {
                assertThat(said).contains("it is active").containsIgnoringCase("deleted");
                assertThat(platform.api().get("/deployments").response().body()).doesNotContain("-example-");
            }
            case "limited_key" ->
                assertThat(said)
                        .containsPattern("call 3 was refused|RATE_LIMIT_EXCEEDED|rate_limit_exceeded")
                        .contains("revoked");
            default -> fail("what should " + program + " say?");
        }
    }

    private static String run(String program, Platform platform) throws IOException {
        Path file = EXAMPLES.resolve(program).toAbsolutePath();
        if (program.endsWith(".py")) {
            return OpenAiPackage.PYTHON.run(file, platform);
        }
        if (program.endsWith(".mjs")) {
            return OpenAiPackage.NODE.run(file, platform);
        }
        Path folder = Files.createDirectories(Path.of("target/clients/curl"));
        return Command.output(folder, List.of("sh", file.toString()), platform.clientEnvironment());
    }
}
