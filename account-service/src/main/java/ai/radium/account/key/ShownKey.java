package ai.radium.account.key;

/** A new key with the text that is shown this once. */
record ShownKey(KeyRow row, KeyText text) {}
