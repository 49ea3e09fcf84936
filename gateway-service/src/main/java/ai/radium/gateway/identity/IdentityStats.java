package ai.radium.gateway.identity;

/**
 * What the identity of callers did so far.
 *
 * @param wrongKeys keys that were none
 * @param heldUpKeys keys that were refused with a wait, as too many wrong ones came from their source
 * @param lookUpsWaiting keys that wait for their turn to be looked up
 */
public record IdentityStats(long wrongKeys, long heldUpKeys, int lookUpsWaiting) {}
