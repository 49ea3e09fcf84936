package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment's model as customers read it, each member in the form that {@code /models} has.
 *
 * @param description null, and capabilities empty, of a model that was copied before copies had them
 * @param availability {@code available}, {@code stand-in} or {@code unavailable} in this install
 */
record ModelSummary(
        String name,
        String provider,
        String category,
        @Nullable String description,
        List<String> capabilities,
        Performance performance,
        GpuRequirements gpuRequirements,
        String availability) {
    /** Measured figures of this install; null until there are any. */
    record Performance(@Nullable String latency, @Nullable String throughput) {}

    /** @param vram over all accelerators, for example {@code 80GB} */
    record GpuRequirements(String type, String vram, int count) {}

    static ModelSummary of(ModelChanged model) {
        return new ModelSummary(
                model.name(),
                model.provider(),
                model.category(),
                model.description(),
                model.capabilities() == null ? List.of() : model.capabilities(),
                new Performance(null, null),
                new GpuRequirements(
                        model.gpu().type(),
                        model.gpu().vramGib() + "GB",
                        model.gpu().count()),
                availability(model));
    }

    private static String availability(ModelChanged model) {
        if (model.servedBy() != null) {
            return "stand-in";
        }
        return model.weights() == null ? "unavailable" : "available";
    }
}
