package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.Load;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells every watcher the load at once, and then what has changed, five times a second at most. */
final class LoadBroadcast implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Supplier<Load> load;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("load-broadcast").daemon().factory());
    private final ScheduledFuture<?> ticks;

    LoadBroadcast(Supplier<Load> load) {
        this.load = load;
        this.ticks = clock.scheduleWithFixedDelay(
                this::tick, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(ServerCallStreamObserver<Load> client) {
        Watcher watcher = new Watcher(client);
        client.setOnCancelHandler(() -> watchers.remove(watcher));
        watchers.add(watcher);
        watcher.tell(load.get());
    }

    @Override
    public void close() {
        ticks.cancel(false);
        clock.shutdown();
        watchers.forEach(Watcher::end);
    }

    private void tick() {
        Load now = load.get();
        watchers.forEach(watcher -> watcher.tell(now));
    }

    private static final class Watcher {
        private final ServerCallStreamObserver<Load> client;
        private Load told = Load.getDefaultInstance();

        Watcher(ServerCallStreamObserver<Load> client) {
            this.client = client;
        }

        /** A watcher that does not read is told later. */
        synchronized void tell(Load load) {
            if (!load.equals(told) && client.isReady() && !client.isCancelled()) {
                told = load;
                client.onNext(load);
            }
        }

        synchronized void end() {
            tell(told.toBuilder().setDraining(true).build());
            client.onCompleted();
        }
    }
}
