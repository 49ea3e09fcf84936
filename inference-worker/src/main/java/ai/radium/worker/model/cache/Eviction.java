package ai.radium.worker.model.cache;

import ai.radium.worker.model.fetch.Sha256;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which files may go first. */
final class Eviction {
    private Eviction() {}

    /** Files with no pinned name, the one that was not used for longest first. */
    static List<Sha256> order(List<CacheEntry> entries) {
        Map<Sha256, List<CacheEntry>> byFile = entries.stream().collect(Collectors.groupingBy(CacheEntry::sha256));
        return byFile.entrySet().stream()
                .filter(file -> file.getValue().stream().noneMatch(CacheEntry::pinned))
                .sorted(Comparator.comparing(file -> lastUsed(file.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Bytes of the files, each once however many names it has. */
    static long bytes(List<CacheEntry> entries) {
        return entries.stream()
                .collect(Collectors.toMap(CacheEntry::sha256, CacheEntry::sizeBytes, (one, _) -> one))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static Instant lastUsed(List<CacheEntry> names) {
        return names.stream().map(CacheEntry::lastUsed).max(Instant::compareTo).orElse(Instant.MIN);
    }
}
