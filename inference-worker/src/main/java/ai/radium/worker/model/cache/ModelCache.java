package ai.radium.worker.model.cache;

import ai.radium.worker.model.cache.Preparation.Prepared;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.PartialFile;
import ai.radium.worker.model.fetch.Progress;
import ai.radium.worker.model.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The models of a node. One per process and folder; every method may block on other processes. */
public final class ModelCache {
    private static final String INDEX = "index.json";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final CacheFiles files;
    private final CacheIndex index;
    private final UseLocks uses;
    private final Optional<Path> shared;
    private final long mostBytes;
    private final InstantSource clock;
    private final Set<String> making = ConcurrentHashMap.newKeySet();

    /** With nothing shared. */
    public ModelCache(Path folder, long mostBytes, InstantSource clock) throws IOException {
        this(folder, Optional.empty(), mostBytes, clock);
    }

    /**
     * @param shared another user's cache, which this one only reads: what is there is not fetched again
     * @param mostBytes of all files together; beyond it, what was not used for longest goes. 0 = no limit
     */
    public ModelCache(Path folder, Optional<Path> shared, long mostBytes, InstantSource clock) throws IOException {
        this.shared = shared;
        this.files = CacheFiles.in(folder);
        this.index = new CacheIndex(folder.resolve(INDEX));
        this.uses = new UseLocks(files.uses());
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** What there is, by name. */
    public synchronized List<CacheEntry> entries() throws IOException {
        try (LockFile _ = LockFile.exclusive(files.indexLock())) {
            return present().stream()
                    .sorted(Comparator.comparing(CacheEntry::name))
                    .toList();
        }
    }

    /** The model if it is here, held. */
    public synchronized Optional<HeldModel> find(WantedModel wanted) throws IOException {
        try (LockFile _ = LockFile.exclusive(files.indexLock())) {
            List<CacheEntry> entries = present();
            Optional<CacheEntry> found =
                    entries.stream().filter(entry -> entry.answers(wanted)).findFirst();
            return found.isEmpty() ? inShared(wanted) : Optional.of(use(found.get(), entries, wanted.pin()));
        }
    }

    /** Not held: its owner may remove it, which leaves it to whoever has opened it. */
    private Optional<HeldModel> inShared(WantedModel wanted) throws IOException {
        if (shared.isEmpty() || !Files.isReadable(shared.get().resolve(INDEX))) {
            return Optional.empty();
        }
        CacheFiles theirs = new CacheFiles(shared.get());
        return new CacheIndex(shared.get().resolve(INDEX))
                .read().stream()
                        .filter(entry -> entry.answers(wanted) && Files.isReadable(theirs.blob(entry.sha256())))
                        .findFirst()
                        .map(entry -> new HeldModel(theirs.blob(entry.sha256()), entry, null));
    }

    /** The model whose file this is, held; nothing for a file from elsewhere. */
    public synchronized Optional<HeldModel> find(Path file) throws IOException {
        try (LockFile _ = LockFile.exclusive(files.indexLock())) {
            List<CacheEntry> entries = present();
            Path real = file.toRealPath();
            Optional<CacheEntry> found = entries.stream()
                    .filter(entry -> files.blob(entry.sha256()).equals(real))
                    .findFirst();
            return found.isEmpty() ? Optional.empty() : Optional.of(use(found.get(), entries, false));
        }
    }

    /**
     * The model, held; made first if it is not here. Of many processes that ask at once, one makes it and the others wait
     * with its progress; if it fails or dies, the next one goes on from there.
     */
    public HeldModel obtain(WantedModel wanted, Preparation preparation, Consumer<Progress> listener)
            throws ModelFailure, IOException, InterruptedException {
        Optional<HeldModel> here = find(wanted);
        while (here.isEmpty()) {
            here = takeTurn(wanted, preparation, listener);
            if (here.isEmpty()) {
                PartialFile part = files.part(wanted.fetchKey());
                listener.accept(new Progress(
                        "waiting for another process that fetches " + wanted.uri(), part.size(), part.total(), 0));
                pause();
            }
        }
        return here.get();
    }

    /** @throws ModelFailure when there is none of that name, or it is in use */
    public synchronized void remove(String name) throws ModelFailure, IOException {
        try (LockFile _ = LockFile.exclusive(files.indexLock())) {
            List<CacheEntry> entries = new ArrayList<>(present());
            CacheEntry entry = entries.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ModelFailure("there is no model " + name + " in " + files.folder()
                            + "; ./radium model list shows what there is"));
            entries.remove(entry);
            boolean shared = entries.stream().anyMatch(each -> each.sha256().equals(entry.sha256()));
            if (shared) {
                files.unlink(name);
            } else if (!uses.ifUnused(entry.sha256(), () -> files.delete(entry))) {
                throw new ModelFailure(name + " is in use by a running worker; stop that first");
            }
            index.write(entries);
        }
    }

    /** Nothing while somebody else makes it. */
    private Optional<HeldModel> takeTurn(WantedModel wanted, Preparation preparation, Consumer<Progress> listener)
            throws ModelFailure, IOException, InterruptedException {
        String key = wanted.fetchKey();
        if (!making.add(key)) {
            return Optional.empty();
        }
        try {
            Optional<LockFile> turn = LockFile.tryExclusive(files.fetchLock(key));
            if (turn.isEmpty()) {
                return Optional.empty();
            }
            try (LockFile _ = turn.get()) {
                Optional<HeldModel> meanwhile = find(wanted);
                return meanwhile.isPresent() ? meanwhile : Optional.of(make(wanted, preparation, listener));
            }
        } finally {
            making.remove(key);
        }
    }

    private HeldModel make(WantedModel wanted, Preparation preparation, Consumer<Progress> listener)
            throws ModelFailure, IOException, InterruptedException {
        PartialFile part = files.part(wanted.fetchKey());
        Prepared prepared = preparation.prepare(part, listener);
        synchronized (this) {
            try (LockFile _ = LockFile.exclusive(files.indexLock())) {
                List<CacheEntry> entries = new ArrayList<>(present());
                CacheEntry entry = entry(wanted, prepared, entries);
                entries.removeIf(entry::sameAs);
                entries.add(entry);
                index.write(entries);
                files.place(prepared.file(), entry);
                part.delete();
                HeldModel held = use(entry, entries, wanted.pin());
                makeRoom(entries);
                files.deleteForgotten(clock.instant());
                return held;
            }
        }
    }

    private CacheEntry entry(WantedModel wanted, Prepared prepared, List<CacheEntry> others) throws IOException {
        boolean taken = others.stream()
                .anyMatch(other ->
                        other.name().equals(wanted.name()) && !other.sha256().equals(prepared.sha256()));
        Instant now = clock.instant();
        return new CacheEntry(
                taken ? wanted.name() + "-" + prepared.sha256().shortened() : wanted.name(),
                wanted.uri().toString(),
                wanted.sourceKey(),
                prepared.sourceSha256(),
                wanted.preparation(),
                prepared.sha256(),
                Files.size(prepared.file()),
                wanted.licence().or(prepared::licence).orElse("unknown"),
                wanted.pin(),
                now.toString(),
                now.toString());
    }

    private HeldModel use(CacheEntry entry, List<CacheEntry> entries, boolean pin) throws IOException {
        uses.hold(entry.sha256());
        CacheEntry used = entry.used(clock.instant(), pin);
        index.write(
                entries.stream().map(each -> each.equals(entry) ? used : each).toList());
        files.link(used);
        return new HeldModel(files.blob(entry.sha256()), used, uses);
    }

    /** Gives up what was not used for longest, as far as nobody uses it, until the rest is within the limit. */
    private void makeRoom(List<CacheEntry> all) throws IOException {
        List<CacheEntry> left = new ArrayList<>(all);
        for (Sha256 stray : files.strays(all)) {
            uses.ifUnused(stray, () -> Files.deleteIfExists(files.blob(stray)));
        }
        for (Sha256 sha256 : Eviction.order(all)) {
            if (mostBytes == 0 || Eviction.bytes(left) <= mostBytes) {
                return;
            }
            List<CacheEntry> going =
                    left.stream().filter(entry -> entry.sha256().equals(sha256)).toList();
            if (uses.ifUnused(sha256, () -> files.deleteAll(going))) {
                left.removeAll(going);
                index.write(left);
            }
        }
    }

    /** The index less what it lists in vain. */
    private List<CacheEntry> present() throws IOException {
        return index.read().stream()
                .filter(entry -> Files.exists(files.blob(entry.sha256())))
                .toList();
    }

    /** Nobody counts down: a pause that an interrupt ends. */
    private static void pause() throws InterruptedException {
        if (new CountDownLatch(1).await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException();
        }
    }
}
