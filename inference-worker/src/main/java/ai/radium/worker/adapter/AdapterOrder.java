package ai.radium.worker.adapter;

import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.worker.engine.AdapterRefusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What to load, with weights that are there.
 *
 * @param sha256 that the file must have, lower-case hex; empty = any
 */
public record AdapterOrder(String id, Path file, String sha256) {
    /**
     * @throws AdapterRefusal when the uri is not one of a file that can be read here
     */
    public static AdapterOrder of(LoadAdapterRequest request) {
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
