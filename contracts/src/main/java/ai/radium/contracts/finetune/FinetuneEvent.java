package ai.radium.contracts.finetune;

import ai.radium.contracts.Event;

/** A fine-tuning job went on, or has trained what is to be paid for. */
public sealed interface FinetuneEvent extends Event permits JobChanged, TokensTrained {}
