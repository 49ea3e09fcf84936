package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import java.util.List;
import java.util.stream.Stream;

/**
 * The model of a deployment.
 *
 * @param id the catalogue id that callers ask for
 * @param names every name of it, the id first
 * @param servedBy the model that answers; differs from {@code id} for a declared stand-in
 */
record ServedModel(String id, List<String> names, String servedBy) {
    ServedModel {
        names = List.copyOf(names);
    }

    static ServedModel of(ModelChanged model) {
        return new ServedModel(
                model.id(),
                Stream.concat(Stream.of(model.id()), model.aliases().stream())
                        .distinct()
                        .toList(),
                model.servedBy() == null ? model.id() : model.servedBy());
    }

    boolean isStandIn() {
        return !servedBy.equals(id);
    }
}
