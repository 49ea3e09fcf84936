package ai.radium.worker;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Keeps what a stream brings; takes messages as they come, or one at a time as asked. */
final class Recorder<Q, T> implements ClientResponseObserver<Q, T> {
    private final boolean readsSlowly;
    private final List<T> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<List<T>> end = new CompletableFuture<>();
    private volatile @Nullable ClientCallStreamObserver<Q> call; // set when the call starts

    private Recorder(boolean readsSlowly) {
        this.readsSlowly = readsSlowly;
    }

    static <Q, T> Recorder<Q, T> eager() {
        return new Recorder<>(false);
    }

    static <Q, T> Recorder<Q, T> readingNothing() {
        return new Recorder<>(true);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> started) {
        call = started;
        if (readsSlowly) {
            started.disableAutoRequestWithInitial(0);
        }
    }

    @Override
    public void onNext(T message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        end.complete(messages);
    }

    List<T> messages() {
        return messages;
    }

    boolean hasEnded() {
        return end.isDone();
    }

    List<T> awaitEnd(Duration limit) throws Exception {
        return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    void await(Predicate<T> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> messages.stream().anyMatch(wanted));
    }

    void take(int count) {
        started().request(count);
    }

    void cancel() {
        started().cancel("enough", null);
    }

    private ClientCallStreamObserver<Q> started() {
        if (call == null) {
            throw new IllegalStateException("no call yet");
        }
        return call;
    }
}
