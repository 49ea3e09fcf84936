package ai.radium.gateway.identity;

import ai.radium.gateway.problem.Refusal;

/** Who calls, or why that is not known. */
public sealed interface Authentication {
    record Known(Principal principal) implements Authentication {}

    /** A caller who is known, at an address from which its key may not be used. */
    record Elsewhere(Principal principal, Refusal refusal) implements Authentication {}

    record Unknown(Refusal refusal) implements Authentication {}
}
