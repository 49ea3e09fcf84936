package ai.radium.worker.adapter;

import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.worker.engine.AdapterRefusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A validated request to load an adapter.
 *
 * @param sha256 that the file must have, lower-case hex; empty = any
 */
public record AdapterOrder(String id, Path file, String sha256) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}");
    private static final Pattern SHA256 = Pattern.compile("([0-9a-f]{64})?");

    /**
     * @throws AdapterRefusal naming the field that is wrong
     */
    public static AdapterOrder of(LoadAdapterRequest request) {
        if (!ID.matcher(request.getId()).matches()) {
            throw AdapterRefusal.invalid(
                    "id", "id must be 1 to 200 letters, digits and . _ : / -, beginning with a letter or digit");
        }
        if (!SHA256.matcher(request.getSha256()).matches()) {
            throw AdapterRefusal.invalid("sha256", "sha256 must be 64 lower-case hexadecimal digits, or empty");
        }
        return new AdapterOrder(request.getId(), file(request.getUri()), request.getSha256());
    }

    private static Path file(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw AdapterRefusal.invalid("uri", "uri is not a URI: " + e.getReason());
        }
        if (!"file".equals(uri.getScheme()) || uri.getPath() == null || uri.getAuthority() != null) {
            throw AdapterRefusal.invalid("uri", "uri must be file:///path of a LoRA GGUF on this machine");
        }
        Path file = Path.of(uri.getPath());
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw AdapterRefusal.invalid("uri", "uri names no readable file: " + file);
        }
        return file;
    }
}
