package ai.radium.e2e;

/**
 * Whether a client's feature works against the platform.
 *
 * @param feature the word of a {@link ClientFeature}
 * @param result {@code pass}, {@code fail} or {@code n/a}
 * @param reason why not; empty with {@code pass}
 */
record ClientOutcome(String feature, String result, String reason) {}
