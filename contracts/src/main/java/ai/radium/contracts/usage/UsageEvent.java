package ai.radium.contracts.usage;

import ai.radium.contracts.Event;

/** What was used: one attempt, one record. */
public sealed interface UsageEvent extends Event permits UsageRecorded {}
