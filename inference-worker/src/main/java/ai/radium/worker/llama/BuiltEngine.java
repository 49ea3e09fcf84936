package ai.radium.worker.llama;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the engine's programs are on this machine. */
public final class BuiltEngine {
    private BuiltEngine() {}

    /** llama-server: the one that RADIUM_LLAMA_SERVER names, or what engine/build.sh makes in the user's cache. */
    public static Path program(Map<String, String> environment) {
        return text(environment, "RADIUM_LLAMA_SERVER")
                .orElseGet(() -> text(environment, "XDG_CACHE_HOME")
                        .orElseGet(() ->
                                text(environment, "HOME").orElse(Path.of("/")).resolve(".cache"))
                        .resolve("radium/engine/llama.cpp-v0.5.0-6/llama-server"));
    }

    private static Optional<Path> text(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(key))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
