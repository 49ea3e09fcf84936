package ai.radium.gateway.endpoints;

import ai.radium.gateway.identity.Permission;

/** Who may use a method of an endpoint. */
public sealed interface Access {
    /** Everybody, without a credential. */
    enum Open implements Access {
        TO_ALL
    }

    /** Callers who are known and permitted; their request counts against their limits. */
    record ToCallers(Permission permission) implements Access {}
}
