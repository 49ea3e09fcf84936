package ai.radium.finetune.job;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** What jobs have made, to take along. Blocks. */
@ApplicationScoped
class Adapters {
    private final ArtifactStore store;

    Adapters(ArtifactStore store) {
        this.store = store;
    }

    /** How an adapter is written. */
    enum Format {
        GGUF,
        SAFETENSORS;

        /** @throws ProblemException INVALID_REQUEST naming format for any other word; GGUF for none */
        static Format of(@Nullable String word) {
            return switch (word) {
                case null -> GGUF;
                case "gguf" -> GGUF;
                case "safetensors" -> SAFETENSORS;
                default ->
                    throw new ProblemException(
                            CommonProblem.INVALID_REQUEST, "format must be one of gguf, safetensors", "format");
            };
        }
    }

    /** @throws ProblemException FINE_TUNING_NOT_COMPLETED when the job has made none */
    Response of(Job job, Format format) {
        Result result = job.result();
        if (result == null) {
            throw new ProblemException(
                    FinetuneProblem.FINE_TUNING_NOT_COMPLETED,
                    "The job has made no adapter: it is "
                            + JobFilter.word(job.state().status()),
                    "id");
        }
        return switch (format) {
            case GGUF ->
                Response.ok(open(result.adapter()), "application/octet-stream")
                        .header("Content-Length", result.bytes())
                        .header("Content-Disposition", "attachment; filename=\"%s.gguf\"".formatted(job.id()))
                        .build();
            case SAFETENSORS ->
                Response.ok((StreamingOutput) out -> zip(result, out), "application/zip")
                        .header("Content-Disposition", "attachment; filename=\"%s.zip\"".formatted(job.id()))
                        .build();
        };
    }

    private InputStream open(String key) {
        try {
            return store.open(new ArtifactKey(key), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Weights do not shrink: they go as they are. */
    private void zip(Result result, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
                InputStream weights = open(result.safetensors())) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(entry("adapter_config.json"));
            zip.write(result.peftConfiguration().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            zip.putNextEntry(entry("adapter_model.safetensors"));
            weights.transferTo(zip);
            zip.closeEntry();
        }
    }

    /** The same bytes each time. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }
}
