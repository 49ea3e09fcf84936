package ai.radium.finetune.dataset;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Contents on their way out. Every call blocks. */
@Singleton
public class Downloads {
    private final ArtifactStore store;

    Downloads(ArtifactStore store) {
        this.store = store;
    }

    /**
     * The content, or the part of it that the header asks for.
     *
     * @param range the header's value
     * @throws ProblemException DATASET_WITHOUT_CONTENT, RANGE_NOT_SATISFIABLE
     */
    public Response of(Dataset dataset, @Nullable String range) {
        Dataset.Version version = withContent(dataset);
        long size = version.content().bytes();
        ByteRange part = ByteRange.of(range, size).orElse(null);
        long first = part == null ? 0 : part.first();
        long length = part == null ? size : part.length();
        Response.ResponseBuilder reply = Response.status(part == null ? 200 : 206)
                .entity(open(version.content(), first, length))
                .type(dataset.format().mediaType())
                .header("Content-Length", length)
                .header("Accept-Ranges", "bytes")
                .header("Content-Disposition", disposition(version.filename()));
        return part == null
                ? reply.build()
                : reply.header("Content-Range", part.of(size)).build();
    }

    /** @throws ProblemException DATASET_WITHOUT_CONTENT when nothing was sent yet */
    static Dataset.Version withContent(Dataset dataset) {
        Dataset.Version version = dataset.version();
        if (version == null) {
            throw new ProblemException(
                    FinetuneProblem.DATASET_WITHOUT_CONTENT,
                    "Nothing was sent yet: POST a file to /datasets/" + dataset.id() + "/versions",
                    "id");
        }
        return version;
    }

    private InputStream open(Content content, long first, long length) {
        try {
            return new Limited(content.open(store, first), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 6266; a name of other letters as RFC 8187 writes it. */
    private static String disposition(String filename) {
        String plain = filename.replaceAll("[^A-Za-z0-9._ -]", "_");
        String exact = URLEncoder.encode(filename, StandardCharsets.UTF_8).replace("+", "%20");
        return plain.equals(filename)
                ? "attachment; filename=\"%s\"".formatted(plain)
                : "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, exact);
    }

    /** Ends after so many bytes. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream from, long bytes) {
            super(from);
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = super.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
