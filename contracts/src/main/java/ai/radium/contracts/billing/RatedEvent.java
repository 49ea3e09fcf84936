package ai.radium.contracts.billing;

import ai.radium.contracts.Event;

/** What used things cost. */
public sealed interface RatedEvent extends Event permits UsageRated, TrainingRated, ReplicaTimeRated {}
