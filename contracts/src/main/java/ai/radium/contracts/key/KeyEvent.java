package ai.radium.contracts.key;

import ai.radium.contracts.Event;

/** An API key was created, changed or revoked; holds no key and no hash of one. */
public sealed interface KeyEvent extends Event permits KeyChanged {}
