package ai.radium.contracts.account;

import ai.radium.contracts.Event;

/** An account's whole public state after each change. */
public sealed interface AccountEvent extends Event permits AccountChanged {}
