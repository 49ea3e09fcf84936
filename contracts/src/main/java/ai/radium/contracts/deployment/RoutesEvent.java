package ai.radium.contracts.deployment;

import ai.radium.contracts.Event;

/** Where a deployment can be called; a tombstone when it is gone. */
public sealed interface RoutesEvent extends Event permits RoutesChanged {}
