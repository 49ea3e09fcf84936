package ai.radium.deployment;

import ai.radium.deployment.runtime.Room;
import ai.radium.kit.paging.Reply;
import java.util.List;
import java.util.stream.Stream;

/** One deployment for its owner, with what its fields alone would let him believe. */
record DeploymentAnswer(DeploymentView view, List<String> warnings) {
    private static final String CUT = "The only replica is replaced, and takes no calls until the new one does";

    DeploymentAnswer {
        warnings = List.copyOf(warnings);
    }

    /** Says before it happens that no call is answered for a while. */
    DeploymentAnswer withReplacement(Room room) {
        return switch (room) {
            case ONE_MORE -> this;
            case NONE -> warning(CUT + ": there is no room for both.");
            case UNKNOWN -> warning(CUT + " if the cluster has no room for both.");
        };
    }

    Reply<DeploymentView> reply() {
        return warned(Reply.of(view));
    }

    Reply<DeploymentView> reply(String message) {
        return warned(Reply.of(view, message));
    }

    private Reply<DeploymentView> warned(Reply<DeploymentView> reply) {
        return warnings.isEmpty() ? reply : reply.withWarning(String.join(" ", warnings));
    }

    private DeploymentAnswer warning(String first) {
        return new DeploymentAnswer(
                view, Stream.concat(Stream.of(first), warnings.stream()).toList());
    }
}
