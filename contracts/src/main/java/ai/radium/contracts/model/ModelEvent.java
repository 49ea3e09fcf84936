package ai.radium.contracts.model;

import ai.radium.contracts.Event;

/** A catalogue entry's whole state after each change. */
public sealed interface ModelEvent extends Event permits ModelChanged {}
