package ai.radium.finetune.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against a real S3 server, which judges signatures, parts and ranges. */
@Tag("prepared")
@SuppressWarnings("NullAway.Init") // set before all tests
class S3StoreTest extends ArtifactStoreContract {
    private static final AtomicInteger STORES = new AtomicInteger();

    private static S3Server server;
    private static Bucket bucket;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start();
        bucket = new Bucket(
                server.endpoint(), S3Server.BUCKET, S3Server.REGION, S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
    }

    @AfterAll
    static void stop() {
        bucket.close();
        server.close();
    }

    @Override
    ArtifactStore store() {
        return new S3Store(bucket, "store-" + STORES.incrementAndGet() + "/");
    }

    @Test
    void whatAKilledProcessLeftIsNoArtifactAndGoesWithItsKey() throws IOException {
        String object = "killed/content/ab/01";
        String upload = bucket.begin(object);
        bucket.part(object, upload, 1, new byte[S3Store.PART_BYTES], S3Store.PART_BYTES);
        ArtifactStore store = new S3Store(bucket, "killed/");

        assertThat(store.list("")).isEmpty();
        assertThat(bucket.unfinished(object)).containsExactly(upload);
        store.delete(new ArtifactKey("content/ab/01"));

        assertThat(bucket.unfinished(object)).isEmpty();
    }

    @Test
    void sendsALargeFileAsItComes() throws IOException {
        List<Integer> begun = new ArrayList<>();
        InputStream content = new ByteArrayInputStream(new byte[3 * S3Store.PART_BYTES]) {
            @Override
            public int readNBytes(byte[] into, int offset, int length) {
                begun.add(unfinished());
                return super.readNBytes(into, offset, length);
            }
        };

        StoredArtifact stored = new S3Store(bucket, "large/").put(new ArtifactKey("one"), content);

        assertThat(stored.bytes()).isEqualTo(3L * S3Store.PART_BYTES);
        assertThat(begun).containsExactly(0, 1, 1, 1);
        assertThat(unfinished()).isZero();
    }

    private static int unfinished() {
        try {
            return bucket.unfinished("large/one").size();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void leavesTheRestOfTheBucketAlone() throws IOException {
        bucket.put("beside", new byte[1], 1);
        ArtifactStore store = store();

        assertThat(store.list("")).isEmpty();
        store.delete(new ArtifactKey("beside"));

        assertThat(bucket.list("beside")).containsExactly("beside");
    }

    @Test
    void beginsWhereEverythingIsRight() throws IOException {
        ConfiguredStore configured = new ConfiguredStore();
        ArtifactStore store = configured.store(settings(Map.of()));

        store.put(new ArtifactKey("begun"), InputStream.nullInputStream());

        configured.close(store);
        assertThat(bucket.list("configured/")).containsExactly("configured/begun");
        assertThat(store.uri(new ArtifactKey("begun"))).hasToString("s3://artifacts/configured/begun");
    }

    @Test
    void doesNotBeginWithoutItsBucketOrItsKeys() {
        ConfiguredStore configured = new ConfiguredStore();

        assertThatThrownBy(() -> configured.store(settings(Map.of("bucket", "nobodys"))))
                .hasMessageContainingAll("radium.artifact.s3.bucket", "nobodys");
        assertThatThrownBy(() -> configured.store(settings(Map.of("secret-key", ""))))
                .hasMessage("radium.artifact.store=s3 needs radium.artifact.s3.secret-key");
        assertThatThrownBy(() -> configured.store(settings(Map.of("secret-key", "a-wrong-secret"))))
                .hasMessageStartingWith("radium.artifact.s3 cannot be used")
                .hasMessageNotContaining("a-wrong-secret");
    }

    /** As an operator writes them. */
    private static ArtifactConfig settings(Map<String, String> changed) {
        Map<String, String> all = new HashMap<>(Map.of(
                "endpoint", server.endpoint().toString(),
                "bucket", S3Server.BUCKET,
                "region", S3Server.REGION,
                "access-key", S3Server.ACCESS_KEY,
                "secret-key", S3Server.SECRET_KEY,
                "prefix", "configured/"));
        all.putAll(changed);
        Map<String, String> properties = new HashMap<>(Map.of("radium.artifact.store", "s3"));
        all.forEach((key, value) -> properties.put("radium.artifact.s3." + key, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .withMapping(ArtifactConfig.class)
                .build()
                .getConfigMapping(ArtifactConfig.class);
    }
}
