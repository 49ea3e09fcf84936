package ai.radium.contracts.dataset;

import ai.radium.contracts.Event;

/** A dataset got other content, or what it holds became known. */
public sealed interface DatasetEvent extends Event permits DatasetChanged {}
