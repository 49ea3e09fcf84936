package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.ListAdaptersRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.worker.engine.TestEngine;
import ai.radium.worker.tls.ServerTls;
import ai.radium.worker.tls.TestCertificates;
import ai.radium.worker.tls.TestCertificates.Pair;
import ai.radium.worker.tls.TlsFiles;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with a worker whose certificates may be replaced. */
@TestInstance(Lifecycle.PER_CLASS)
class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Pair home;
    private Pair server;
    private Pair client;
    private Pair foreign;
    private Pair foreignServer;
    private Pair foreignClient;

    private Path folder;
    private TlsFiles serverOnly;
    private TlsFiles mutual;

    @BeforeAll
    void certify(@TempDir Path shared) throws Exception {
        TestCertificates certificates = new TestCertificates(shared);
        home = certificates.authority("home");
        server = certificates.issued("home", "server");
        client = certificates.issued("home", "client");
        foreign = certificates.authority("foreign");
        foreignServer = certificates.issued("foreign", "foreign-server");
        foreignClient = certificates.issued("foreign", "foreign-client");
    }

    @BeforeEach
    void deploy(@TempDir Path own) throws IOException {
        folder = own;
        serverOnly = new TlsFiles(own.resolve("tls.pem"), own.resolve("tls.key"), Optional.empty());
        mutual = new TlsFiles(serverOnly.certificate(), serverOnly.key(), Optional.of(own.resolve("clients.pem")));
        give(server);
        copy(home.certificate(), own.resolve("clients.pem"));
    }

    @Test
    void speaksWithWhoTrustsItsAuthority() throws Exception {
        try (RunningWorker worker = new RunningWorker(TestEngine.talkative(512), serverOnly, folder)) {
            assertThat(isServed(worker, trusting(home))).isTrue();
            assertThat(isServed(worker, trusting(foreign))).isFalse();
        }
    }

    @Test
    void speaksNoPlaintext() throws Exception {
        try (RunningWorker worker = new RunningWorker(TestEngine.talkative(512), serverOnly, folder)) {
            assertThatThrownBy(() -> worker.generate(RunningWorker.sayHi())).satisfies(TlsTest::isNoAnswer);
        }
    }

    @Test
    void takesClientsOfTheAuthorityOnly() throws Exception {
        try (RunningWorker worker = new RunningWorker(TestEngine.talkative(512), mutual, folder)) {
            assertThat(isServed(worker, trusting(home, client))).isTrue();
            assertThat(isServed(worker, trusting(home))).isFalse();
            assertThat(isServed(worker, trusting(home, foreignClient))).isFalse();
            assertThat(isServed(worker, trusting(home, client))).isTrue();
        }
    }

    @Test
    void showsAReplacedCertificateToNewConnectionsAndCutsNoneBefore() throws Exception {
        TestEngine silent = TestEngine.silent(512);
        try (RunningWorker worker = new RunningWorker(silent, serverOnly, folder)) {
            ManagedChannel before = channel(worker, trusting(home));
            Recorder<GenerateRequest, Event> stream = Recorder.eager();
            WorkerGrpc.newStub(before).generate(RunningWorker.sayHi().build(), stream);
            stream.await(Event::hasAccepted);

            give(foreignServer);

            await().atMost(SOON).until(() -> isServed(worker, trusting(foreign)));
            assertThat(isServed(worker, trusting(home))).isFalse();
            silent.allow(1000);
            assertThat(stream.awaitEnd(SOON).getLast().hasFinished()).isTrue();
            before.shutdownNow();
        }
    }

    /** The client is the same to the end, so it would resume its session if it were let. */
    @Test
    void knowsFormerClientsNoMoreWhenTheirAuthorityIsReplaced() throws Exception {
        SslContext former = trusting(home, client);
        try (RunningWorker worker = new RunningWorker(TestEngine.talkative(512), mutual, folder)) {
            assertThat(isServed(worker, former)).isTrue();

            copy(foreign.certificate(), folder.resolve("clients.pem"));

            await().atMost(SOON).until(() -> isServed(worker, trusting(home, foreignClient)));
            await().atMost(Duration.ofSeconds(30)).until(() -> !isServed(worker, former));
        }
    }

    /** The client is the same to the end here, too. */
    @Test
    void knowsAClientNoMoreWhenItsCertificateHasExpired(@TempDir Path shared) throws Exception {
        TestCertificates certificates = new TestCertificates(shared);
        Pair authority = certificates.authority("brief");
        copy(authority.certificate(), folder.resolve("clients.pem"));
        try (RunningWorker worker = new RunningWorker(TestEngine.talkative(512), mutual, folder)) {
            Pair expiring = certificates.expiring("brief", "expiring", Duration.ofSeconds(8));
            SslContext expires = trusting(home, expiring);
            assertThat(isServed(worker, expires)).isTrue();

            await().atMost(SOON).until(() -> !isServed(worker, expires));
        }
    }

    @Test
    void staysWithTheFormerFilesWhenTheNewOnesAreBroken() throws Exception {
        Queue<LogRecord> log = new ConcurrentLinkedQueue<>();
        Handler listener = listener(log);
        Logger logger = Logger.getLogger(ServerTls.class.getName());
        logger.addHandler(listener);
        try (RunningWorker worker = new RunningWorker(TestEngine.talkative(512), serverOnly, folder)) {
            copy(foreignServer.key(), serverOnly.key());

            await().atMost(SOON)
                    .until(() ->
                            log.stream().anyMatch(record -> record.getMessage().contains("not used")));
            assertThat(isServed(worker, trusting(home))).isTrue();

            copy(foreignServer.certificate(), serverOnly.certificate());
            await().atMost(SOON).until(() -> isServed(worker, trusting(foreign)));
        } finally {
            logger.removeHandler(listener);
        }
    }

    private void give(Pair pair) throws IOException {
        copy(pair.key(), serverOnly.key());
        copy(pair.certificate(), serverOnly.certificate());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static SslContext trusting(Pair authority) throws IOException {
        return GrpcSslContexts.forClient()
                .trustManager(authority.certificate().toFile())
                .build();
    }

    private static SslContext trusting(Pair authority, Pair own) throws IOException {
        return GrpcSslContexts.forClient()
                .trustManager(authority.certificate().toFile())
                .keyManager(own.certificate().toFile(), own.key().toFile())
                .build();
    }

    /** Over a connection of its own. */
    private static boolean isServed(RunningWorker worker, SslContext tls) throws InterruptedException {
        ManagedChannel channel = channel(worker, tls);
        try {
            WorkerGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .listAdapters(ListAdaptersRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException e) {
            isNoAnswer(e);
            return false;
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static ManagedChannel channel(RunningWorker worker, SslContext tls) {
        return NettyChannelBuilder.forAddress("127.0.0.1", worker.port())
                .sslContext(tls)
                .build();
    }

    /** It ends before there is a call that the worker could answer. */
    private static void isNoAnswer(Throwable failure) {
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        Metadata trailers = Status.trailersFromThrowable(failure);
        assertThat(trailers == null ? Set.of() : trailers.keys()).isEmpty();
    }

    private static Handler listener(Queue<LogRecord> log) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
