package ai.radium.finetune.estimate;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.weights.BaseWeights;
import ai.radium.gguf.training.ModelShape;
import ai.radium.kit.outbox.Blocking;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hibernate.reactive.mutiny.Mutiny;

/** Counts a content in a model's tokens, once: what was counted stays in the database. */
@ApplicationScoped
class TokenCounts {
    private final BaseWeights weights;
    private final ArtifactStore store;
    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;
    private final ObjectMapper json;
    private final ObjectReader documents;
    private final Map<String, ModelShape> shapes = new ConcurrentHashMap<>();

    TokenCounts(
            BaseWeights weights,
            ArtifactStore store,
            Mutiny.SessionFactory sessions,
            InstantSource clock,
            ObjectMapper json) {
        this.weights = weights;
        this.store = store;
        this.sessions = sessions;
        this.clock = clock;
        this.json = json;
        documents = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** What is counted: a content, cut and split like this, for these weights. */
    record Key(String content, String weights, int context, String heldOut) {
        static Key of(Weights weights, ContentLines lines, int context, Split split) {
            return new Key(lines.sha256() + " " + lines.format(), name(weights), context, split.key());
        }
    }

    private static String name(Weights weights) {
        return weights.sha256().isBlank() ? weights.uri() : weights.sha256();
    }

    /** Null when nobody has counted it yet. */
    Uni<TokenCount> known(Mutiny.Session session, Key key) {
        return session.createNativeQuery(
                        "select body from token_count where content = ? and weights = ? and context = ? and held_out = ?",
                        String.class)
                .setParameter(1, key.content())
                .setParameter(2, key.weights())
                .setParameter(3, key.context())
                .setParameter(4, key.heldOut())
                .getSingleResultOrNull()
                .map(body -> body == null ? null : read(body));
    }

    /**
     * What is known, else it is counted now. Blocks.
     *
     * @param onLine runs after each line that was counted, and every second while the model's file is fetched
     */
    TokenCount count(Weights of, ContentLines lines, int context, Split split, Runnable onLine)
            throws CannotTrain, IOException {
        Key key = Key.of(of, lines, context, split);
        TokenCount before = Blocking.await(() -> sessions.withSession(session -> known(session, key)));
        if (before != null) {
            return before;
        }
        CountedLines counted = new CountedLines(open(of, onLine).reader(context));
        lines.read(store, split, (number, example, isHeldOut) -> {
            counted.take(number, example, isHeldOut);
            onLine.run();
        });
        TokenCount count = counted.count();
        Blocking.await(() -> sessions.withTransaction(session -> keep(session, key, count)));
        return count;
    }

    /**
     * Blocks when the file was not opened before.
     *
     * @param onWait runs every second while it is fetched
     */
    ModelShape shape(Weights of, Runnable onWait) throws CannotTrain, IOException {
        ModelShape known = shapes.get(name(of));
        return known == null ? open(of, onWait).shape() : known;
    }

    private OpenModel open(Weights of, Runnable onWait) throws CannotTrain, IOException {
        OpenModel model = OpenModel.of(file(of, onWait), clock.withZone(ZoneOffset.UTC));
        shapes.put(name(of), model.shape());
        return model;
    }

    /** A download takes longer than a standing thread may say nothing. */
    private Path file(Weights of, Runnable onWait) throws CannotTrain {
        FutureTask<Path> fetching = new FutureTask<>(() -> weights.file(of));
        Thread.ofVirtual().name("weights").start(fetching);
        while (true) {
            try {
                return fetching.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                onWait.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CannotTrain(JobFailure.WEIGHTS_UNAVAILABLE, "The service stops.");
            } catch (ExecutionException e) {
                throw new CannotTrain(
                        JobFailure.WEIGHTS_UNAVAILABLE,
                        "The base model's weights cannot be had: "
                                + Objects.requireNonNullElse(e.getCause(), e).getMessage());
            }
        }
    }

    private Uni<Integer> keep(Mutiny.Session session, Key key, TokenCount count) {
        return session.createNativeQuery(
                        "insert into token_count (content, weights, context, held_out, body, counted_at)"
                                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing")
                .setParameter(1, key.content())
                .setParameter(2, key.weights())
                .setParameter(3, key.context())
                .setParameter(4, key.heldOut())
                .setParameter(5, written(count))
                .setParameter(6, clock.instant())
                .executeUpdate();
    }

    private String written(TokenCount count) {
        try {
            return json.writeValueAsString(count);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it cannot be stored", e);
        }
    }

    private TokenCount read(String body) {
        try {
            return documents.forType(TokenCount.class).readValue(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored count cannot be read", e);
        }
    }
}
