package ai.radium.finetune.artifact;

/**
 * What was stored.
 *
 * @param bytes its size
 * @param sha256 of its content, 64 hexadecimal digits
 */
public record StoredArtifact(ArtifactKey key, long bytes, String sha256) {}
