package ai.radium.finetune.artifact;

import io.minio.messages.Part;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Artifacts as objects of a bucket. What is larger than a part is sent part by part, and becomes an object when the last one
 * is there.
 */
final class S3Store implements ArtifactStore, Closeable {
    /** Of one put in memory. S3 takes parts of 5 MiB at least and 10,000 of them at most: 78 GiB. */
    static final int PART_BYTES = 8 * 1024 * 1024;

    private final Bucket bucket;
    private final String prefix;

    /** @param prefix stands before each key */
    S3Store(Bucket bucket, String prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * @throws IllegalStateException naming the property without which it cannot be used
     * @throws IOException when the server does not answer, or not these keys
     */
    static S3Store of(S3Config config) throws IOException {
        URI endpoint = required(config.endpoint(), "endpoint");
        String name = required(config.bucket(), "bucket");
        Bucket bucket = new Bucket(
                endpoint,
                name,
                config.region(),
                required(config.accessKey(), "access-key"),
                required(config.secretKey(), "secret-key"));
        if (!bucket.exists()) {
            throw new IllegalStateException("radium.artifact.s3.bucket does not exist at " + endpoint + ": " + name);
        }
        return new S3Store(bucket, config.prefix().orElse(""));
    }

    private static <T> T required(Optional<T> value, String key) {
        return value.orElseThrow(
                () -> new IllegalStateException("radium.artifact.store=s3 needs radium.artifact.s3." + key));
    }

    @Override
    public StoredArtifact put(ArtifactKey key, InputStream content) throws IOException {
        MessageDigest sha256 = Hashed.sha256();
        try {
            long bytes = write(object(key), content, sha256);
            return new StoredArtifact(key, bytes, Hashed.text(sha256));
        } catch (IOException | RuntimeException e) {
            // It may be there all the same: the reply may be what was lost.
            deleteAfter(e, key);
            throw e;
        }
    }

    private long write(String object, InputStream content, MessageDigest sha256) throws IOException {
        byte[] part = new byte[PART_BYTES];
        int length = content.readNBytes(part, 0, PART_BYTES);
        if (length == PART_BYTES) {
            return writeParts(object, part, content, sha256);
        }
        sha256.update(part, 0, length);
        bucket.put(object, part, length);
        return length;
    }

    /** @param part is full, and used again for each part that follows */
    private long writeParts(String object, byte[] part, InputStream content, MessageDigest sha256) throws IOException {
        String upload = bucket.begin(object);
        List<Part> parts = new ArrayList<>();
        long bytes = 0;
        for (int length = part.length; length > 0; length = content.readNBytes(part, 0, part.length)) {
            sha256.update(part, 0, length);
            parts.add(bucket.part(object, upload, parts.size() + 1, part, length));
            bytes += length;
        }
        bucket.complete(object, upload, parts);
        return bytes;
    }

    private void deleteAfter(Exception failure, ArtifactKey key) {
        try {
            delete(key);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public InputStream open(ArtifactKey key, long offset) throws IOException {
        try {
            return bucket.open(object(key), offset);
        } catch (S3Refusal e) {
            return switch (e.code()) {
                case "NoSuchKey" -> throw (IOException) new FileNotFoundException(key.text()).initCause(e);
                case "InvalidRange" -> InputStream.nullInputStream();
                default -> throw e;
            };
        }
    }

    @Override
    public URI uri(ArtifactKey key) {
        return bucket.uri(object(key));
    }

    @Override
    public void delete(ArtifactKey key) throws IOException {
        String object = object(key);
        // In this order: what becomes an object at this very moment is met by the second.
        for (String upload : bucket.unfinished(object)) {
            bucket.abort(object, upload);
        }
        bucket.remove(object);
    }

    @Override
    public List<ArtifactKey> list(String from) throws IOException {
        return bucket.list(prefix + from).stream()
                .map(object -> new ArtifactKey(object.substring(prefix.length())))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        bucket.close();
    }

    private String object(ArtifactKey key) {
        return prefix + key.text();
    }
}
