package ai.radium.contracts.billing;

import ai.radium.contracts.Event;

/** Whether an account may spend, how much, and how far it is from not being allowed to. */
public sealed interface StandingEvent extends Event permits StandingChanged, SpendingThresholdReached, FundsChanged {}
