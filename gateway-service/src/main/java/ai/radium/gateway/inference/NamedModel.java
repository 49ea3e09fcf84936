package ai.radium.gateway.inference;

import org.jspecify.annotations.Nullable;

/** Which model a body that becomes a chat is for. */
final class NamedModel {
    private NamedModel() {}

    /** The path's where there is one, and the body's is a name all the same. */
    static String of(KnownMembers members, @Nullable String pathModel) {
        if (!members.has("model") && pathModel != null) {
            return pathModel;
        }
        String name = members.string("model").string();
        if (name.isEmpty()) {
            throw RefusedBody.at("model", "model must be a non-empty string");
        }
        return pathModel == null ? name : pathModel;
    }
}
