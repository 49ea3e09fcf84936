package ai.radium.worker.model.fetch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What there is of a file so far, under a name of its own, with a note beside it of what the rest must belong to. Both may
 * be of any age: processes die.
 */
public record PartialFile(Path data) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param validator the server's name of the version (ETag or Last-Modified), empty if it gave none
     * @param total bytes of the whole; 0 = unknown
     */
    record Note(String validator, long total) {}

    public long size() throws IOException {
        try {
            return Files.size(data);
        } catch (NoSuchFileException e) {
            return 0; // not begun, or just taken to its place by another process
        }
    }

    /** Bytes of the whole, 0 if nobody knows yet. */
    public long total() throws IOException {
        return note().map(Note::total).orElse(0L);
    }

    Optional<Note> note() throws IOException {
        try {
            JsonNode note = JSON.readTree(Files.readAllBytes(noteFile()));
            return Optional.of(
                    new Note(note.path("validator").asText(), note.path("total").asLong()));
        } catch (NoSuchFileException | JacksonException e) {
            return Optional.empty(); // not begun, taken away by another process, or lost with the machine's power
        }
    }

    /** Forgets what is there and begins a file of this version. */
    void begin(Note note) throws IOException {
        Files.write(data, new byte[0]);
        ObjectNode json = JSON.createObjectNode();
        json.put("validator", note.validator()).put("total", note.total());
        Path fresh = data.resolveSibling(data.getFileName() + ".note.new");
        Files.write(fresh, JSON.writeValueAsBytes(json));
        Files.move(fresh, noteFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    FileChannel append() throws IOException {
        return FileChannel.open(data, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** On the disk for good when this returns. */
    void force() throws IOException {
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    public void delete() throws IOException {
        Files.deleteIfExists(data);
        Files.deleteIfExists(noteFile());
    }

    private Path noteFile() {
        return data.resolveSibling(data.getFileName() + ".note");
    }
}
