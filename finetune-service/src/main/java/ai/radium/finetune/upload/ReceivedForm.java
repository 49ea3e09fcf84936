package ai.radium.finetune.upload;

import ai.radium.finetune.artifact.StoredArtifact;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A form that came whole.
 *
 * @param fields by name, each at most once
 * @param field that the file came in
 * @param filename as the client says, without directories; never empty
 */
public record ReceivedForm(Map<String, String> fields, String field, String filename, StoredArtifact artifact) {
    public ReceivedForm {
        fields = new TreeMap<>(fields);
    }

    /**
     * Holds it to these.
     *
     * @throws ProblemException INVALID_REQUEST naming the field
     */
    public ReceivedForm require(String file, Set<String> known) {
        if (!field.equals(file)) {
            throw refusal("The file belongs in the field " + file, field);
        }
        fields.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw refusal(
                            unknown + " is not known here; a form has the fields " + file + ", "
                                    + String.join(", ", known.stream().sorted().toList()),
                            unknown);
                });
        return this;
    }

    /** Null when it is not there, or empty: a form cannot say null. */
    public @Nullable String text(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    static ProblemException refusal(String detail, String field) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, field);
    }
}
