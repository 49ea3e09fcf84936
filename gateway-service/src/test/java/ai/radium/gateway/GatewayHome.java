package ai.radium.gateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a gateway starts from when everything behind it is away: the snapshots of its keys and routes. */
final class GatewayHome {
    private final Path folder;
    private final List<Map<String, Object>> keys = new ArrayList<>();
    private final List<Map<String, Object>> routes = new ArrayList<>();

    GatewayHome(Path folder) {
        this.folder = folder;
    }

    /** @param more members of the key's record */
    GatewayHome key(String key, String account, Map<String, Object> more) {
        Map<String, Object> record = new HashMap<>(Map.of(
                "sha256",
                sha256(key),
                "keyId",
                "key_" + key,
                "account",
                account,
                "status",
                "ACTIVE",
                "scopes",
                List.of(),
                "version",
                1,
                "role",
                "owner",
                "accountPolicy",
                policy(1_000_000_000, null)));
        record.putAll(more);
        keys.add(record);
        return this;
    }

    static Map<String, Object> policy(int requests, @Nullable Integer concurrent) {
        Map<String, Object> policy =
                new HashMap<>(Map.of("name", "test", "requests", requests, "windowSeconds", 60, "scope", "ACCOUNT"));
        if (concurrent != null) {
            policy.put("concurrent", concurrent);
        }
        return policy;
    }

    /** A deployment that everybody may call by its model's name. */
    GatewayHome model(String model, String... workers) {
        return deployment("dep_" + model, "acct_platform", model, model, true, workers);
    }

    GatewayHome deployment(
            String id, String account, String name, String model, boolean serverless, String... workers) {
        List<Map<String, Object>> replicas = new ArrayList<>();
        for (String address : workers) {
            replicas.add(
                    Map.of("id", id + "-" + replicas.size(), "address", address, "weight", 1, "adapters", List.of()));
        }
        Map<String, Object> route = new HashMap<>(Map.of(
                "deploymentId",
                id,
                "account",
                account,
                "name",
                name,
                "model",
                model,
                "names",
                List.of(model, model + "-alias"),
                "servedModel",
                model,
                "serverless",
                serverless,
                "status",
                "ACTIVE",
                "revision",
                1,
                "replicas",
                replicas));
        route.put("createdAt", "2026-01-01T00:00:00Z");
        route.put("version", 1);
        routes.add(route);
        return this;
    }

    Path write() {
        try {
            Files.createDirectories(folder);
            JsonMapper json = JsonMapper.builder().build();
            json.writeValue(folder.resolve("keys.json").toFile(), Map.of("format", 1, "keys", keys));
            json.writeValue(folder.resolve("routes.json").toFile(), Map.of("routes", routes, "suspended", List.of()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
