package ai.radium.gateway.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The known keys on disk, so that a gateway that starts while account-service is away serves them. Holds hashes only. */
final class KeySnapshot {
    static final String FILE = "keys.json";
    private static final Logger LOG = LoggerFactory.getLogger(KeySnapshot.class);
    private static final int FORMAT = 1;

    private final Path file;

    /** @param home folder that is the gateway's own */
    KeySnapshot(Path home) {
        file = home.resolve(FILE);
    }

    /** Fills in the keys that the file holds. Returns the cursor of changes; null if there is none. */
    @Nullable
    String load(KnownKeys keys) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            var root = AccountService.JSON.readTree(file.toFile());
            if (root.path("format").asInt() != FORMAT) {
                LOG.warn("the snapshot of keys has another format and is ignored");
                return null;
            }
            for (var entry : root.path("keys")) {
                keys.put(
                        KeyHash.ofHex(entry.path("sha256").asText()),
                        AccountService.JSON.treeToValue(entry, KeyRecord.class));
            }
            return root.path("cursor").asText(null);
        } catch (IOException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("the snapshot of keys cannot be read and is ignored");
            return null;
        }
    }

    /** Replaces the file in one step; readable by its owner only. */
    void save(KnownKeys keys, @Nullable String cursor) throws IOException {
        ObjectNode root = AccountService.JSON.createObjectNode().put("format", FORMAT);
        if (cursor != null) {
            root.put("cursor", cursor);
        }
        ArrayNode list = root.putArray("keys");
        keys.all().forEach((hash, record) -> {
            ObjectNode entry = AccountService.JSON.valueToTree(record);
            list.add(entry.put("sha256", hash.hex()));
        });
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(FILE + ".next");
        Files.deleteIfExists(next);
        try (var channel = Files.newByteChannel(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(AccountService.JSON.writeValueAsBytes(root));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
