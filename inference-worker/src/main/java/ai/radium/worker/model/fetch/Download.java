package ai.radium.worker.model.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings one file from a server, however often the way there breaks. */
final class Download {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final int BLOCK = 1 << 16;

    /** With a file of unknown length, the disk is looked at whenever this much came. */
    private static final long LOOK_AT_DISK = 64L << 20;

    private final Remote remote;
    private final Optional<Sha256> expected;
    private final PartialFile part;
    private final Meter meter;
    private final Retries retries;
    private final Duration patience;

    Download(
            Remote remote,
            Optional<Sha256> expected,
            PartialFile part,
            Meter meter,
            Retries retries,
            Duration patience) {
        this.remote = remote;
        this.expected = expected;
        this.part = part;
        this.meter = meter;
        this.retries = retries;
        this.patience = patience;
    }

    private sealed interface Outcome {
        record Complete(Sha256 sha256) implements Outcome {}

        record Broken(String reason, Optional<Duration> retryAfter) implements Outcome {}
    }

    /** The partial file is the whole file when this returns; until then another process may go on with it. */
    Sha256 run() throws ModelFailure, IOException, InterruptedException {
        long most = part.size();
        int failures = 0;
        while (true) {
            switch (attempt()) {
                case Outcome.Complete(var sha256) -> {
                    return sha256;
                }
                case Outcome.Broken(var reason, var retryAfter) -> {
                    failures = part.size() > most ? 1 : failures + 1;
                    most = Math.max(most, part.size());
                    if (failures >= retries.tries()) {
                        throw failure(reason + ", " + failures + " times in a row; ask again to go on from "
                                + Size.of(part.size()));
                    }
                    meter.say(reason + ", trying again");
                    retries.pause(failures, retryAfter);
                }
            }
        }
    }

    private Outcome attempt() throws ModelFailure, IOException {
        Optional<PartialFile.Note> note = part.note();
        long have = part.size();
        if (note.isPresent() && note.get().total() > 0 && have == note.get().total()) {
            return verified(digestOfPart(), expected, true);
        }
        try (Exchange exchange = Exchange.get(remote, range(note, have), patience)) {
            return read(exchange, note, have);
        } catch (SocketTimeoutException e) {
            return broken("the server was silent for " + patience.toSeconds() + " s");
        } catch (UnknownHostException e) {
            return broken("there is no host " + remote.address().getHost());
        } catch (LocalFailure e) {
            throw new ModelFailure(
                    "%s cannot be written to %s: %s".formatted(remote.uri(), part.data(), e.getMessage()), e);
        } catch (IOException e) {
            return broken("the connection broke (" + e.getMessage() + ")");
        }
    }

    private Outcome read(Exchange exchange, Optional<PartialFile.Note> note, long have)
            throws ModelFailure, IOException {
        int status = exchange.status();
        return switch (status) {
            case 200 -> fromStart(exchange);
            case 206 -> further(exchange, note.map(PartialFile.Note::total).orElse(0L), have);
            case 416 -> anew("the file on the server became shorter");
            case 408, 429, 500, 502, 503, 504 ->
                new Outcome.Broken("the server answered " + status, retryAfter(exchange));
            case 401, 403 -> throw failure("the server answered " + status + "; " + remote.denied());
            case 404, 410 -> throw failure("the server has no such file (" + status + "); check how it is written");
            default -> throw failure("the server answered " + status);
        };
    }

    /** Only a part that surely belongs to the same version is gone on with: by its validator, or by the sum at the end. */
    private Map<String, String> range(Optional<PartialFile.Note> note, long have) throws IOException {
        if (have == 0 || note.isEmpty() || (note.get().validator().isEmpty() && expected.isEmpty())) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>(Map.of("Range", "bytes=" + have + "-"));
        if (!note.get().validator().isEmpty()) {
            headers.put("If-Range", note.get().validator());
        }
        return headers;
    }

    /** A server that ignores Range, or has another version by now, sends all. */
    private Outcome fromStart(Exchange exchange) throws ModelFailure, IOException {
        long total = exchange.length().orElse(0);
        Disk.require(part.data(), total, remote.uri().toString());
        part.begin(new PartialFile.Note(validator(exchange), total));
        return receive(exchange, Sha256.digest(new byte[0]), 0, total);
    }

    private Outcome further(Exchange exchange, long total, long have) throws ModelFailure, IOException {
        Matcher range = CONTENT_RANGE.matcher(exchange.header("Content-Range").orElse(""));
        if (!range.matches()
                || Long.parseLong(range.group(1)) != have
                || (total > 0 && !range.group(2).equals(Long.toString(total)))) {
            return anew("the server sent another part than was asked for");
        }
        Disk.require(part.data(), Math.max(0, total - have), remote.uri().toString());
        return receive(exchange, digestOfPart(), have, total);
    }

    private Outcome receive(Exchange exchange, MessageDigest digest, long have, long total)
            throws ModelFailure, IOException {
        long size = have;
        long lookAgain = size + LOOK_AT_DISK;
        meter.start(have, total);
        byte[] block = new byte[BLOCK];
        try (InputStream body = exchange.body();
                FileChannel file = part.append()) {
            for (int read = body.read(block); read >= 0; read = body.read(block)) {
                digest.update(block, 0, read);
                write(file, block, read);
                size += read;
                meter.at(size);
                if (total == 0 && size >= lookAgain) {
                    lookAgain = size + LOOK_AT_DISK;
                    Disk.require(part.data(), LOOK_AT_DISK, remote.uri().toString());
                }
            }
        }
        if (total > 0 && size < total) {
            return broken("the connection ended after " + Size.of(size) + " of " + Size.of(total));
        }
        if (total > 0 && size > total) {
            return anew("the server sent more than it announced");
        }
        return verified(digest, expected.or(exchange::announced), have > 0);
    }

    private Outcome verified(MessageDigest digest, Optional<Sha256> wanted, boolean resumed)
            throws ModelFailure, IOException {
        Sha256 sha256 = Sha256.of(digest);
        if (wanted.isEmpty() || wanted.get().equals(sha256)) {
            part.force();
            return new Outcome.Complete(sha256);
        }
        part.delete();
        if (resumed) {
            return broken("what came before does not fit what came now");
        }
        throw failure("it has the sha256 %s, not %s: the file there or the sha256 given is another one"
                .formatted(sha256, wanted.get()));
    }

    private MessageDigest digestOfPart() throws IOException {
        MessageDigest digest = Sha256.digest(new byte[0]);
        Sha256.update(digest, part.data());
        return digest;
    }

    private Outcome anew(String reason) throws IOException {
        part.delete();
        return broken(reason);
    }

    private ModelFailure failure(String reason) {
        return new ModelFailure(remote.uri() + " cannot be fetched: " + reason);
    }

    private static Outcome broken(String reason) {
        return new Outcome.Broken(reason, Optional.empty());
    }

    /** A weak ETag names no bytes, so If-Range may not carry it (RFC 9110, 13.1.5). */
    private static String validator(Exchange exchange) {
        return exchange.header("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> exchange.header("Last-Modified"))
                .orElse("");
    }

    private static Optional<Duration> retryAfter(Exchange exchange) {
        return exchange.header("Retry-After")
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static void write(FileChannel file, byte[] block, int length) throws LocalFailure {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, length);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw new LocalFailure(e);
        }
    }

    /** The disk's fault, which no new connection mends. */
    private static final class LocalFailure extends IOException {
        private static final long serialVersionUID = 1;

        LocalFailure(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
