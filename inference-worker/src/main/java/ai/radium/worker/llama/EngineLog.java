package ai.radium.worker.llama;

import ai.radium.worker.log.LogField;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes on what a child writes about itself to the worker's log: all of its start, and from then on what is of the engine
 * itself. What its server says of requests may quote them, so nothing of that comes through.
 */
final class EngineLog implements Consumer<String> {
    private static final Logger LOG = Logger.getLogger(EngineLog.class.getName());

    /** Characters; a model's chat template alone has thousands. */
    private static final int LONGEST = 500;

    /** As common/log.cpp of llama.cpp v0.5.0 writes: time since its start, then a letter for the level. */
    private static final Pattern LINE =
            Pattern.compile("(?:\\d+\\.\\d\\d\\.\\d{3}\\.\\d{3} )?([DIWE]) +(\\S.*)", Pattern.DOTALL);

    private static final Pattern OF_THE_ENGINE = Pattern.compile("(?:ggml|gguf|CUDA|llama_(?!grammar|sampler)).*");

    private final BiConsumer<Level, String> lines;
    private volatile boolean takesRequests;

    EngineLog() {
        this((level, line) -> LOG.log(level, "engine", LogField.of("line", line)));
    }

    EngineLog(BiConsumer<Level, String> lines) {
        this.lines = lines;
    }

    /** From now on what it writes may be about requests. */
    void takesRequests() {
        takesRequests = true;
    }

    @Override
    public void accept(String line) {
        Matcher parts = LINE.matcher(line);
        if (parts.matches()) {
            pass(level(parts.group(1)), parts.group(2));
        } else if (!takesRequests) {
            pass(Level.INFO, line);
        }
    }

    private void pass(Level level, String text) {
        if (!takesRequests || OF_THE_ENGINE.matcher(text).matches()) {
            lines.accept(level, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        }
    }

    private static Level level(String letter) {
        return switch (letter) {
            case "E" -> Level.SEVERE;
            case "W" -> Level.WARNING;
            case "I" -> Level.INFO;
            default -> Level.FINE;
        };
    }
}
