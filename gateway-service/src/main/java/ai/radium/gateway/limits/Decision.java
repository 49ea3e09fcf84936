package ai.radium.gateway.limits;

/** May this request go on? */
public sealed interface Decision {
    Allowance allowance();

    /** Yes; {@link LoopLimits#release} must follow when the request has ended. */
    record Admitted(Allowance allowance) implements Decision {}

    /** No: the window is used up. */
    record WindowUsedUp(Allowance allowance, int retryAfterSeconds) implements Decision {}

    /** No: too many of the caller's requests are open at this gateway. */
    record TooManyAtOnce(Allowance allowance, int most) implements Decision {}
}
