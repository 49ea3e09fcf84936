package ai.radium.deployment;

import java.time.Instant;

/**
 * What never changes of a deployment.
 *
 * @param serverless whether every account may call it by the model's names
 */
record Origin(String id, String account, boolean serverless, Instant createdAt) {}
