package ai.radium.worker.model;

import ai.radium.gguf.TensorType;
import ai.radium.worker.model.fetch.ModelUri;
import ai.radium.worker.model.fetch.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The models of {@code known-models.json}. */
record KnownModels(List<KnownModel> models) {
    KnownModels {
        models = List.copyOf(models);
    }

    static KnownModels shipped() {
        try (InputStream in = Objects.requireNonNull(KnownModels.class.getResourceAsStream("known-models.json"))) {
            return new KnownModels(
                    StreamSupport.stream(new JsonMapper().readTree(in).spliterator(), false)
                            .map(KnownModels::read)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<KnownModel> named(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    Optional<KnownModel> at(ModelUri uri) {
        return models.stream().filter(model -> model.uri().equals(uri)).findFirst();
    }

    String names() {
        return models.stream().map(KnownModel::name).collect(Collectors.joining(", "));
    }

    private static KnownModel read(JsonNode model) {
        return new KnownModel(
                model.required("name").asText(),
                ModelUri.parse(model.required("uri").asText()),
                Sha256.parse(model.required("sha256").asText()),
                treatment(model),
                model.path("embeddings").asBoolean(),
                model.required("licence").asText(),
                optional(model, "terms"));
    }

    private static Treatment treatment(JsonNode model) {
        Optional<Treatment> quantized = optional(model, "quantize").map(Treatment.Quantized::new);
        Optional<Treatment> converted =
                optional(model, "convert").map(TensorType::valueOf).map(Treatment.Converted::new);
        return quantized.or(() -> converted).orElse(new Treatment.None());
    }

    private static Optional<String> optional(JsonNode model, String field) {
        return Optional.ofNullable(model.get(field)).map(JsonNode::asText);
    }
}
