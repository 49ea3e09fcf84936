package ai.radium.gateway.identity;

import ai.radium.gateway.problem.Refusal;

/** Who calls, or why that is not known. */
public sealed interface Authentication {
    record Known(Principal principal) implements Authentication {}

    record Unknown(Refusal refusal) implements Authentication {}
}
