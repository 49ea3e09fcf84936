package ai.radium.worker.llama;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
    /** As the GGUF file says; one of a chat model says nothing, and llama-server makes no embeddings of it then. */
    MODEL,
    MEAN,
    CLS,
    LAST;

    public static Optional<Pooling> named(String name) {
        return Arrays.stream(values())
                .filter(pooling -> pooling.word().equals(name))
                .findFirst();
    }

    /** llama-server's. */
    List<String> options() {
        return this == MODEL ? List.of("--embeddings") : List.of("--embeddings", "--pooling", word());
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
