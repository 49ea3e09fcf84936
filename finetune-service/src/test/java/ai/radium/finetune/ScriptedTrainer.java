package ai.radium.finetune;

import ai.radium.contracts.training.TrainingProgress;
import ai.radium.contracts.training.TrainingProgress.Checkpointed;
import ai.radium.contracts.training.TrainingProgress.Completed;
import ai.radium.contracts.training.TrainingProgress.Evaluated;
import ai.radium.contracts.training.TrainingProgress.Sample;
import ai.radium.contracts.training.TrainingProgress.Started;
import ai.radium.contracts.training.TrainingProgress.Step;
import ai.radium.contracts.training.TrainingProgress.Validated;
import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.trainer.TrainingNeed;
import ai.radium.finetune.trainer.TrainingRun;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A trainer whose runs say what a test makes them say: each holds until it is told. It keeps the promises of the seam: calls are
 * idempotent, and positions are those of what was said.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class ScriptedTrainer implements Trainer {
    public static final byte[] ADAPTER = "an adapter".getBytes(StandardCharsets.UTF_8);
    public static final String PEFT = "{\"peft_type\":\"LORA\"}";

    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private volatile Optional<Refusal> refusal = Optional.empty();

    /** What a run was given, and what it has said. */
    public static final class Run {
        private final String training;
        private final String validation;
        private final String adapter;
        private final TrainingRun asked;
        private final List<TrainingProgress> said = new ArrayList<>();
        private Observation.State state = Observation.State.RUNNING;
        private int starts = 1;

        Run(TrainingRun asked) throws IOException {
            this.asked = asked;
            training = text(asked.training());
            validation =
                    asked.validation().isPresent() ? text(asked.validation().get()) : "";
            try (InputStream bytes =
                    asked.adapter().isPresent() ? asked.adapter().get().open() : InputStream.nullInputStream()) {
                adapter = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        private static String text(TrainingRun.Lines lines) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            lines.writeTo(out);
            return out.toString(StandardCharsets.UTF_8);
        }

        public TrainingRun asked() {
            return asked;
        }

        public String training() {
            return training;
        }

        public String validation() {
            return validation;
        }

        public String adapter() {
            return adapter;
        }

        public synchronized int starts() {
            return starts;
        }

        public synchronized void says(TrainingProgress... progress) {
            said.addAll(List.of(progress));
        }

        /** Its process is gone without a word. */
        public synchronized void dies() {
            state = Observation.State.ENDED;
        }

        public synchronized boolean isRunning() {
            return state == Observation.State.RUNNING;
        }

        private synchronized void start() {
            if (state != Observation.State.RUNNING) {
                state = Observation.State.RUNNING;
                starts++;
            }
        }

        private synchronized Observation from(long position) {
            return new Observation(List.copyOf(said.subList((int) position, said.size())), said.size(), state);
        }

        public void steps(int from, int to) {
            for (int step = from; step <= to; step++) {
                says(new Step(step, step, 5.0 / step, 0.5, 1e-4, 100, 10L * step));
            }
        }

        public void completes() {
            says(
                    new Evaluated(true, 0.1, 1, 1, List.of(new Sample("p", "e", "e"))),
                    new Completed(
                            "run/adapter.gguf",
                            sha256(ADAPTER),
                            "run/adapter_model.safetensors",
                            4,
                            40,
                            1.25,
                            0.5,
                            false,
                            2.0,
                            1_000_000));
            dies();
        }

        public void begins() {
            says(
                    new Started(4, 40, 2, 0, 0, 1_000, null),
                    new Evaluated(false, 5.5, 0, 1, List.of(new Sample("p", "e", "a"))));
        }

        public void validates(int step) {
            says(new Validated(step, 0.5), new Checkpointed(step, "run/" + step + ".state", "00", "run/a.gguf", 0.5));
        }
    }

    public void refuses(JobFailure code, String message) {
        refusal = Optional.of(new Refusal(code, message));
    }

    public void refusesNothing() {
        refusal = Optional.empty();
    }

    /** The next call of this name throws; whoever makes it dies of it. */
    public void failsOnce(String call) {
        failing.add(call);
    }

    public boolean hasFailed() {
        return failing.isEmpty();
    }

    private void failIfAsked(String call) {
        if (failing.remove(call)) {
            throw new IllegalStateException("the caller dies at " + call);
        }
    }

    /** Null while it was not started, and once it was cleared. */
    public @Nullable Run run(String id) {
        return runs.get(id);
    }

    public void forget(String id) {
        runs.remove(id);
    }

    @Override
    public Optional<Refusal> refusal(TrainingNeed need) {
        failIfAsked("refusal");
        return refusal;
    }

    @Override
    public void start(TrainingRun run) throws IOException {
        failIfAsked("start");
        Run before = runs.get(run.id());
        if (before == null) {
            runs.put(run.id(), new Run(run));
        } else {
            before.start();
        }
    }

    @Override
    public Observation observe(String runId, long position) {
        failIfAsked("observe");
        Run run = runs.get(runId);
        return run == null ? new Observation(List.of(), position, Observation.State.UNKNOWN) : run.from(position);
    }

    @Override
    public void stop(String runId) {
        failIfAsked("stop");
        Run run = runs.get(runId);
        if (run != null) {
            run.dies();
        }
    }

    @Override
    public InputStream open(String runId, String file) throws IOException {
        failIfAsked("open");
        if (!runs.containsKey(runId)) {
            throw new NoSuchFileException(file);
        }
        return switch (file) {
            case "run/adapter.gguf" -> new ByteArrayInputStream(ADAPTER);
            case "run/adapter_model.safetensors" ->
                new ByteArrayInputStream("tensors".getBytes(StandardCharsets.UTF_8));
            case "run/adapter_config.json" -> new ByteArrayInputStream(PEFT.getBytes(StandardCharsets.UTF_8));
            default -> throw new NoSuchFileException(file);
        };
    }

    @Override
    public void clear(String runId) {
        failIfAsked("clear");
        Run run = runs.get(runId);
        if (run != null && run.isRunning()) {
            throw new IllegalStateException("it runs");
        }
        runs.remove(runId);
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Objects.requireNonNull(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
