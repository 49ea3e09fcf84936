package ai.radium.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The states of one run in its folder. The newest two are kept, in case the last one is damaged. */
public final class Checkpoints {
    private static final Pattern STATE = Pattern.compile("step-\\d{6,9}\\.state");
    private static final int KEPT = 2;

    private final Path folder;

    public Checkpoints(Path folder) {
        this.folder = folder;
    }

    /** The file of a step, with another ending than a state's for what belongs to it. */
    public Path file(int step, String ending) {
        return folder.resolve(String.format(Locale.ROOT, "step-%06d.%s", step, ending));
    }

    /** @return the file's SHA-256, in hexadecimal digits */
    public String write(RunState state) throws IOException {
        String sum = state.writeTo(file(state.position().step(), "state"));
        for (Path old : states().stream().skip(KEPT).toList()) {
            Files.deleteIfExists(old);
        }
        return sum;
    }

    /** The newest state of this job that is whole. */
    public Optional<RunState> newest(String job, int size) throws IOException {
        for (Path file : states()) {
            Optional<RunState> state = RunState.read(file, size)
                    .filter(whole -> whole.position().job().equals(job));
            if (state.isPresent()) {
                return state;
            }
        }
        return Optional.empty();
    }

    /** The newest first. */
    private List<Path> states() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> STATE.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList();
        }
    }
}
