package ai.radium.contracts.billing;

import ai.radium.contracts.Event;

/** Whether an account may spend. */
public sealed interface StandingEvent extends Event permits StandingChanged {}
