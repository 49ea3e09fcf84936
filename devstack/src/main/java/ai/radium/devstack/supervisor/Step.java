package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Part;
import java.util.List;

/** A part and the names of those that must be ready before it starts. */
public record Step(Part part, List<String> after) {
    public Step {
        after = List.copyOf(after);
    }
}
