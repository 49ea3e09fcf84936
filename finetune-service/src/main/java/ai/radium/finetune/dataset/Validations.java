package ai.radium.finetune.dataset;

import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.artifact.Hashed;
import ai.radium.finetune.examples.FileFault;
import ai.radium.finetune.examples.FileFault.Code;
import ai.radium.finetune.examples.Findings;
import ai.radium.finetune.examples.Tally;
import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.telemetry.LogLine;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nobody has read yet. A version is taken by a lease and read from its beginning; whoever dies over it loses the
 * lease, and another begins anew.
 */
@ApplicationScoped
class Validations {
    private static final Logger LOG = Logger.getLogger(Validations.class);

    private static final long WAIT_SECONDS = 1;

    /** Between two looks at the clock. */
    private static final int LINES = 64;

    private final ValidationLeases leases;
    private final ArtifactStore artifacts;
    private final ValidationConfig config;
    private final StandingThreads threads;
    private final InstantSource clock;
    private final Timer times;
    private final DistributionSummary sizes;
    private final Semaphore looks = new Semaphore(0);

    Validations(
            ValidationLeases leases,
            ArtifactStore artifacts,
            ValidationConfig config,
            StandingThreads threads,
            InstantSource clock,
            MeterRegistry meters) {
        this.leases = leases;
        this.artifacts = artifacts;
        this.config = config;
        this.threads = threads;
        this.clock = clock;
        times = Timer.builder("radium.dataset.validation")
                .description("reading a dataset's content whole")
                .register(meters);
        sizes = DistributionSummary.builder("radium.dataset.validated.bytes")
                .description("size of contents that were read")
                .baseUnit("bytes")
                .register(meters);
    }

    void start(@Observes StartupEvent ignored) {
        for (int i = 1; i <= config.atOnce(); i++) {
            threads.start("dataset-validation-" + i, this::run);
        }
    }

    /** There may be something to read. */
    void look() {
        looks.release();
    }

    private void run(StandingThread self) throws InterruptedException, IOException {
        while (!self.isStopping()) {
            self.step();
            Lease lease = leases.take();
            if (lease == null) {
                if (looks.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                    looks.drainPermits();
                }
            } else {
                validate(self, lease);
            }
        }
    }

    private void validate(StandingThread self, Lease lease) throws IOException {
        long began = System.nanoTime();
        Outcome outcome;
        try {
            outcome = lease.isHopeless() ? Outcome.hopeless() : read(self, lease);
        } catch (FileNotFoundException e) {
            // Deleted meanwhile, or lost: that it is lost shows when the lease is taken for the last time.
            LogLine.to(LOG).with("dataset", lease.versionId()).warn("a dataset's content is not there");
            return;
        }
        if (outcome != null && leases.finish(lease, outcome)) {
            times.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            sizes.record((double) lease.content().bytes());
        }
    }

    /** Null when the lease is lost, or given back as the process stops. */
    private @Nullable Outcome read(StandingThread self, Lease lease) throws IOException {
        try (InputStream content = lease.content().open(artifacts, 0)) {
            CountedStream counted = new CountedStream(content);
            DigestInputStream summed = new DigestInputStream(counted, Hashed.md5());
            summed.on(lease.expectedMd5() != null);
            DigestInputStream hashed = new DigestInputStream(summed, Hashed.sha256());
            Tally tally = new Tally(lease.format().read(hashed));
            FileFault fault = null;
            try {
                if (!readOn(self, lease, tally, counted)) {
                    return null;
                }
                tally.requireExamples();
            } catch (FileFault e) {
                fault = e;
            }
            hashed.transferTo(OutputStream.nullOutputStream());
            return new Outcome(
                    tally.findings(),
                    Hashed.text(hashed.getMessageDigest()),
                    mismatch(lease, Hashed.text(summed.getMessageDigest())).orElse(fault));
        }
    }

    private static Optional<FileFault> mismatch(Lease lease, String md5) {
        return Optional.ofNullable(lease.expectedMd5())
                .filter(expected -> !expected.equalsIgnoreCase(md5))
                .map(expected -> new FileFault(
                        Code.CHECKSUM_MISMATCH,
                        "The content's md5 is " + md5 + ", not " + expected + ": send it again"));
    }

    private boolean readOn(StandingThread self, Lease lease, Tally tally, CountedStream counted)
            throws IOException, FileFault {
        Instant renewal = clock.instant().plus(config.lease().dividedBy(10));
        while (tally.take(LINES)) {
            self.step();
            if (self.isStopping()) {
                leases.giveBack(lease);
                return false;
            }
            if (clock.instant().isAfter(renewal)) {
                renewal = clock.instant().plus(config.lease().dividedBy(10));
                if (!leases.renew(lease, counted.bytes())) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * What reading it found.
     *
     * @param sha256 of the whole content; null when it could not be read
     */
    record Outcome(
            @Nullable Findings findings,
            @Nullable String sha256,
            @Nullable FileFault fault) {
        static Outcome hopeless() {
            return new Outcome(
                    null, null, new FileFault(Code.NOT_READABLE, "The content could not be read; send it again"));
        }
    }
}
