package ai.radium.finetune.upload;

import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.artifact.StoredArtifact;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.netty.handler.codec.DecoderException;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One form while it arrives. All but the writing is on the request's event loop. */
final class IncomingForm {
    private final HttpServerRequest request;
    private final Context loop;
    private final ArtifactStore store;
    private final ArtifactKey key;
    private final long mostBytes;
    private final UniEmitter<? super ReceivedForm> outcome;
    private @Nullable BodyPipe pipe;
    private String field = "";
    private String filename = "";
    private @Nullable StoredArtifact stored;
    private long bytes;
    private boolean writing;
    private @Nullable Runnable afterWriting;
    private boolean fileEnded;
    private boolean bodyEnded;
    private boolean over;

    /** @param mostBytes of the file */
    IncomingForm(
            HttpServerRequest request,
            Context loop,
            ArtifactStore store,
            ArtifactKey key,
            long mostBytes,
            UniEmitter<? super ReceivedForm> outcome) {
        this.request = request;
        this.loop = loop;
        this.store = store;
        this.key = key;
        this.mostBytes = mostBytes;
        this.outcome = outcome;
    }

    void begin() {
        request.exceptionHandler(this::broke);
        request.response().closeHandler(ignored -> fail(gone()));
        request.uploadHandler(this::file);
        request.endHandler(ignored -> {
            bodyEnded = true;
            goOn();
        });
        if (request.response().closed()) { // before the handlers were there to hear of it
            fail(gone());
            return;
        }
        try {
            request.setExpectMultipart(true);
        } catch (IllegalStateException | DecoderException e) {
            fail(malformed());
        }
        request.resume();
    }

    private void file(HttpServerFileUpload upload) {
        if (pipe != null || over) {
            fail(ReceivedForm.refusal("A form may have one file", upload.name()));
            return;
        }
        BodyPipe to = new BodyPipe(new BodyPipe.Sender() {
            @Override
            public void hold() {
                request.pause();
            }

            @Override
            public void goOn() {
                loop.runOnContext(ignored -> request.resume());
            }
        });
        pipe = to;
        field = upload.name();
        filename = FileNames.plain(upload.filename());
        upload.exceptionHandler(this::broke);
        upload.handler(some -> {
            bytes += some.length();
            if (bytes > mostBytes) {
                fail(tooLarge(mostBytes));
            } else if (!over) {
                to.add(some);
            }
        });
        upload.endHandler(ignored -> {
            fileEnded = true;
            to.end();
        });
        writing = true;
        Thread.ofVirtual().name("upload-" + key).start(() -> write(to));
    }

    private void write(BodyPipe from) {
        try {
            StoredArtifact artifact = store.put(key, from);
            loop.runOnContext(ignored -> {
                stored = artifact;
                written();
                goOn();
            });
        } catch (IOException | RuntimeException e) { // edge of a thread: nobody else could tell the caller
            loop.runOnContext(ignored -> {
                written();
                end(e);
            });
        }
    }

    private void written() {
        writing = false;
        if (afterWriting != null) {
            afterWriting.run();
        }
    }

    /** Once nothing is written any more. */
    void whenWritten(Runnable then) {
        if (writing) {
            afterWriting = then;
        } else {
            then.run();
        }
    }

    private void goOn() {
        if (!bodyEnded || over) {
            return;
        }
        if (pipe == null) {
            fail(ReceivedForm.refusal("A file is required", "file"));
        } else if (!fileEnded) {
            fail(malformed()); // no boundary ended it: it is cut short
        } else if (stored != null) {
            complete(stored);
        }
    }

    private void complete(StoredArtifact artifact) {
        Map<String, String> fields = new HashMap<>();
        for (Map.Entry<String, String> attribute : request.formAttributes()) {
            if (fields.put(attribute.getKey(), attribute.getValue()) != null) {
                fail(ReceivedForm.refusal(attribute.getKey() + " is given twice", attribute.getKey()));
                return;
            }
            if (attribute.getValue().indexOf(0) >= 0 || attribute.getKey().indexOf(0) >= 0) {
                fail(ReceivedForm.refusal(
                        attribute.getKey().replace("\0", "") + " may not hold the character U+0000",
                        attribute.getKey().replace("\0", "")));
                return;
            }
        }
        over = true;
        outcome.complete(new ReceivedForm(fields, field, filename, artifact));
    }

    private void broke(Throwable failure) {
        fail(failure instanceof HttpClosedException ? gone() : malformed());
    }

    /** What was written so far goes; the refusal does not wait for it. */
    private void fail(ProblemException why) {
        if (over) {
            return;
        }
        if (pipe != null && stored == null) {
            pipe.fail(new IOException("refused", why));
        }
        end(why);
        request.resume(); // the rest is read and dropped
    }

    private void end(Throwable why) {
        if (!over) {
            over = true;
            outcome.fail(Objects.requireNonNull(why));
        }
    }

    static ProblemException tooLarge(long mostBytes) {
        return new ProblemException(
                CommonProblem.PAYLOAD_TOO_LARGE,
                "The file may have at most %,d bytes; cut it into several".formatted(mostBytes),
                "file",
                Map.of("maximumBytes", mostBytes));
    }

    private static ProblemException malformed() {
        return ReceivedForm.refusal("The body is not a valid multipart/form-data", "body");
    }

    private static ProblemException gone() {
        return ReceivedForm.refusal("The body ended early", "body");
    }
}
