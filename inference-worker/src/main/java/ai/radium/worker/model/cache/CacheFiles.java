package ai.radium.worker.model.cache;

import ai.radium.worker.model.fetch.PartialFile;
import ai.radium.worker.model.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where things are in the cache's folder: models under their sha256, and under their names as links to there. */
record CacheFiles(Path folder) {
    private static final Duration FORGOTTEN = Duration.ofDays(7);

    static CacheFiles in(Path folder) throws IOException {
        CacheFiles files = new CacheFiles(Files.createDirectories(folder).toRealPath());
        Files.createDirectories(files.blobs());
        Files.createDirectories(files.uses());
        Files.createDirectories(files.fetches());
        return files;
    }

    Path indexLock() {
        return folder.resolve("index.lock");
    }

    Path uses() {
        return folder.resolve("use");
    }

    Path blob(Sha256 sha256) {
        return blobs().resolve(sha256.hex());
    }

    Path fetchLock(String key) {
        return fetches().resolve(key + ".lock");
    }

    PartialFile part(String key) {
        return new PartialFile(fetches().resolve(key + ".part"));
    }

    /** The file is moved there whole. */
    void place(Path file, CacheEntry entry) throws IOException {
        Files.move(file, blob(entry.sha256()), StandardCopyOption.ATOMIC_MOVE);
    }

    void link(CacheEntry entry) throws IOException {
        Path target = Path.of("blobs", entry.sha256().hex());
        Path link = named(entry.name());
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
            return;
        }
        Path fresh = folder.resolve("." + entry.name() + ".new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    }

    void unlink(String name) throws IOException {
        Files.deleteIfExists(named(name));
    }

    void delete(CacheEntry entry) throws IOException {
        unlink(entry.name());
        Files.deleteIfExists(blob(entry.sha256()));
    }

    void deleteAll(List<CacheEntry> entries) throws IOException {
        for (CacheEntry entry : entries) {
            delete(entry);
        }
    }

    /** Files that no index lists, because it was deleted. */
    List<Sha256> strays(List<CacheEntry> entries) throws IOException {
        Set<String> listed = entries.stream().map(entry -> entry.sha256().hex()).collect(Collectors.toSet());
        try (Stream<Path> blobs = Files.list(blobs())) {
            return blobs.map(blob -> blob.getFileName().toString())
                    .filter(name -> Sha256.isSha256(name) && !listed.contains(name))
                    .map(Sha256::new)
                    .toList();
        }
    }

    /** What is left of fetches that nobody went on with. */
    void deleteForgotten(Instant now) throws IOException {
        try (Stream<Path> files = Files.walk(fetches())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(FORGOTTEN));
                if (old && !file.toString().endsWith(".lock")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path named(String name) {
        return folder.resolve(name + ".gguf");
    }

    private Path blobs() {
        return folder.resolve("blobs");
    }

    private Path fetches() {
        return folder.resolve("fetch");
    }
}
