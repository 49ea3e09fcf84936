package ai.radium.worker.tls;

import ai.radium.worker.log.LogField;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The server's side of TLS. Its files are looked at every second: what has changed holds for the connections that are made from
 * then on, and what cannot be used changes nothing. grpc's managers that watch files by themselves wait a minute, see a new
 * certificate only beside a new key, take pairs that do not belong together, and let former clients resume their sessions.
 */
public final class ServerTls implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ServerTls.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final TlsFiles files;
    private final ContextPerConnection context;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("tls-files").daemon().factory());
    private final ScheduledFuture<?> looks;
    private List<String> seen;

    private ServerTls(TlsFiles files) throws IOException {
        this.files = files;
        this.seen = stamps();
        this.context = new ContextPerConnection(opened());
        this.looks = clock.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * No files, no TLS.
     *
     * @throws IllegalArgumentException as {@link TlsFiles#check}
     */
    public static Optional<ServerTls> open(Optional<TlsFiles> files) throws IOException {
        return files.isEmpty() ? Optional.empty() : Optional.of(new ServerTls(files.get()));
    }

    /** For all connections. */
    public SslContext context() {
        return context;
    }

    @Override
    public void close() {
        looks.cancel(false);
        clock.shutdown();
    }

    private void look() {
        List<String> now = stamps();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            context.change(opened());
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "changed TLS files are not used", e);
        }
    }

    private SslContextBuilder opened() throws IOException {
        Credentials credentials = files.read();
        SslContextBuilder opened = credentials.contexts();
        X509Certificate certificate = credentials.certificate();
        LOG.log(Level.INFO, "TLS certificate in use", new Object[] {
            LogField.of("subject", certificate.getSubjectX500Principal()),
            LogField.of("serial", certificate.getSerialNumber().toString(16)),
            LogField.of("validUntil", certificate.getNotAfter().toInstant()),
            LogField.of("clientAuthorities", credentials.clientAuthorities().size())
        });
        return opened;
    }

    /** Of each file something that a change of it changes, be it written anew, replaced or linked to another. */
    private List<String> stamps() {
        return Stream.concat(Stream.of(files.certificate(), files.key()), files.clientAuthorities().stream())
                .map(ServerTls::stamp)
                .toList();
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "unreadable"; // why, is told by whoever reads it
        }
    }
}
