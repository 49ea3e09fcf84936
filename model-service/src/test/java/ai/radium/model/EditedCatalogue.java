package ai.radium.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.reactive.mutiny.Mutiny;

/** What an operator does who edits the catalogue's file and starts the service again. */
@ApplicationScoped
class EditedCatalogue {
    private final ModelConfig config;
    private final ObjectMapper json;
    private final ModelStore store;
    private final Publication publication;
    private final FineTunedModels fineTunedModels;
    private final Mutiny.SessionFactory sessions;

    EditedCatalogue(
            ModelConfig config,
            ObjectMapper json,
            ModelStore store,
            Publication publication,
            FineTunedModels fineTunedModels,
            Mutiny.SessionFactory sessions) {
        this.config = config;
        this.json = json;
        this.store = store;
        this.publication = publication;
        this.fineTunedModels = fineTunedModels;
        this.sessions = sessions;
    }

    private record Edited(Optional<Path> catalogue, String standInsText, OptionalInt mostContext)
            implements ModelConfig {}

    /** @param entries behind those of the built-in file */
    void startWith(String... entries) {
        Edited edited = new Edited(Optional.of(file(entries)), config.standInsText(), config.mostContext());
        new Catalogue(new CatalogueFile(edited, json), store, publication, fineTunedModels, sessions)
                .load(new StartupEvent());
    }

    /** A small model that can be fine-tuned, for 0.100 in, 0.200 out. */
    static String entry(String id, String input, String... members) {
        return """
                {"id": "%s", "name": "Base", "provider": "Hugging Face", "category": "small", "description": "Small.",
                 "inputPrice": "%s", "outputPrice": "0.200", "trainingPrice": "0.500", "contextTokens": 2048,
                 "gpu": {"type": "CPU", "vramGib": 0, "count": 0}, "capabilities": ["chat", "fine-tuning"], "featured": true,
                 "createdAt": "2026-01-01T00:00:00Z", %s
                 "weights": {"uri": "file:base.gguf", "sha256": "00", "format": "gguf", "licence": "Apache-2.0"}}
                """.formatted(id, input, String.join("", members));
    }

    private Path file(String... entries) {
        try (InputStream builtIn =
                Objects.requireNonNull(Catalogue.class.getResourceAsStream("/catalogue/models.json"))) {
            ArrayNode all = (ArrayNode) json.readTree(builtIn);
            for (String entry : entries) {
                all.add(json.readTree(entry));
            }
            return Files.write(Files.createTempFile("radium-catalogue", ".json"), json.writeValueAsBytes(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
