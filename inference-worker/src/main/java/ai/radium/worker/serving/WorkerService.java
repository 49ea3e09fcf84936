package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.AdapterProgress;
import ai.radium.contracts.worker.v1.CountTokensReply;
import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.DrainReply;
import ai.radium.contracts.worker.v1.DrainRequest;
import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.ListAdaptersReply;
import ai.radium.contracts.worker.v1.ListAdaptersRequest;
import ai.radium.contracts.worker.v1.Load;
import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.contracts.worker.v1.UnloadAdapterReply;
import ai.radium.contracts.worker.v1.UnloadAdapterRequest;
import ai.radium.contracts.worker.v1.WatchLoadRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.worker.adapter.Adapters;
import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.log.UsageLog;
import ai.radium.worker.metrics.WorkerMetrics;
import ai.radium.worker.request.RequestCost;
import ai.radium.worker.request.RequestReader;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The worker protocol over an engine. Calls arrive on virtual threads and may block. */
public final class WorkerService extends WorkerGrpc.WorkerImplBase {
    /** At once. The engine does them beside its generations, so more of them would only slow those down. */
    private static final int PREPARATIONS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

    /** For runs that were evicted to write their usage and tell their clients. */
    private static final Duration TO_END = Duration.ofSeconds(2);

    private final Replica replica;
    private final Admission admission;
    private final Run.Room room;
    private final AdapterCalls adapters;
    private final LoadBroadcast loads;
    private final Set<Run> runs = ConcurrentHashMap.newKeySet();

    public WorkerService(
            Replica replica,
            Adapters adapters,
            RequestMemory memory,
            UsageLog usageLog,
            WorkerMetrics metrics,
            WorkSpans spans) {
        this.replica = replica;
        this.adapters = new AdapterCalls(adapters);
        this.admission = new Admission(replica.slots(), replica.queueCapacity());
        Preparations preparations = new Preparations(PREPARATIONS, replica.queueCapacity());
        this.room = new Run.Room(
                replica.engine(), replica.embeds(), memory, preparations, admission, usageLog, metrics, spans);
        this.loads = new LoadBroadcast(this::load);
        metrics.gauge(
                "radium_worker_running",
                "Generations that run",
                () -> admission.occupancy().running());
        metrics.gauge(
                "radium_worker_queued",
                "Generations that wait",
                () -> admission.occupancy().queued());
        metrics.gauge(
                "radium_worker_preparing_queued", "Requests that wait to be read and checked", preparations::waiting);
        metrics.gauge("radium_worker_request_memory_bytes", "Heap that requests hold", memory::held);
        metrics.gauge("radium_worker_slots", "Generations that can run at once", replica::slots);
        metrics.gauge(
                "radium_worker_engine_restarts_total",
                "Starts of the engine after the first",
                () -> replica.engine().restarts());
        metrics.gauge(
                "radium_worker_engine_hangs_total",
                "Times that the engine was declared hung",
                () -> replica.engine().hangs());
        metrics.gauge(
                "radium_worker_engine_waiting",
                "Requests that wait inside the engine",
                () -> replica.engine().load().waiting());
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<Event> responses) {
        ServerCallStreamObserver<Event> client = (ServerCallStreamObserver<Event>) responses;
        EventOutbox outbox = new EventOutbox(client);
        Run run = new GenerateRun(request, outbox, room, runs::remove);
        client.setOnReadyHandler(outbox::flush);
        client.setOnCancelHandler(run::cancel);
        runs.add(run);
        run.start();
    }

    @Override
    public void embed(EmbedRequest request, StreamObserver<EmbedReply> responses) {
        ServerCallStreamObserver<EmbedReply> client = (ServerCallStreamObserver<EmbedReply>) responses;
        EmbedRun run = new EmbedRun(request, client, room, runs::remove);
        client.setOnReadyHandler(run::clientIsReady);
        client.setOnCancelHandler(run::cancel);
        runs.add(run);
        run.start();
    }

    @Override
    public void countTokens(CountTokensRequest request, StreamObserver<CountTokensReply> client) {
        try {
            client.onNext(CountTokensReply.newBuilder()
                    .setTokens(countTokens(request))
                    .build());
            client.onCompleted();
        } catch (EngineRefusal e) {
            client.onError(Refusals.invalid(e));
        } catch (EngineFailure e) {
            client.onError(Refusals.engineDown());
        } catch (StatusRuntimeException e) {
            client.onError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void loadAdapter(LoadAdapterRequest request, StreamObserver<AdapterProgress> client) {
        adapters.load(request, (ServerCallStreamObserver<AdapterProgress>) client);
    }

    @Override
    public void unloadAdapter(UnloadAdapterRequest request, StreamObserver<UnloadAdapterReply> client) {
        adapters.unload(request.getId(), (ServerCallStreamObserver<UnloadAdapterReply>) client);
    }

    @Override
    public void listAdapters(ListAdaptersRequest request, StreamObserver<ListAdaptersReply> client) {
        client.onNext(adapters.list());
        client.onCompleted();
    }

    @Override
    public void watchLoad(WatchLoadRequest request, StreamObserver<Load> client) {
        loads.add((ServerCallStreamObserver<Load>) client);
    }

    @Override
    public void drain(DrainRequest request, StreamObserver<DrainReply> client) {
        try {
            int left = drain(Duration.ofSeconds(request.getWaitSeconds()));
            client.onNext(DrainReply.newBuilder().setStillRunning(left).build());
            client.onCompleted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses new work from now on and waits for what there is; returns how much of it is left. */
    public int drain(Duration wait) throws InterruptedException {
        admission.drain();
        return admission.awaitIdle(wait);
    }

    /** Ends what still runs with an error that tells the client to try elsewhere, and lets nothing more come. */
    public void evict() throws InterruptedException {
        admission.drain();
        runs.forEach(Run::evict);
        admission.awaitIdle(TO_END);
        loads.close();
    }

    public boolean isDraining() {
        return admission.occupancy().draining();
    }

    /** Admitted like the preparation of a generation, which is what it costs. */
    private int countTokens(CountTokensRequest request) throws InterruptedException {
        long bytes = RequestCost.of(request).heapBytes();
        String account = request.getAccountId();
        if (!room.memory().take(account, bytes)) {
            throw Refusals.outOfMemory();
        }
        try {
            if (!room.preparations().enter(account)) {
                throw Refusals.queueFull(admission.occupancy().predictedWait());
            }
            try {
                if (!(replica.engine().state() instanceof EngineState.Ready ready)) {
                    throw Refusals.engineDown();
                }
                return replica.engine().countTokens(RequestReader.generation(request, ready));
            } finally {
                room.preparations().leave(account);
            }
        } finally {
            room.memory().giveBack(account, bytes);
        }
    }

    private Load load() {
        Admission.Occupancy occupancy = admission.occupancy();
        return Load.newBuilder()
                .setSlots(occupancy.slots())
                .setRunning(occupancy.running())
                .setQueued(occupancy.queued())
                .setQueueCapacity(occupancy.queueCapacity())
                .setDraining(occupancy.draining())
                .setModel(replica.modelId())
                .setContextLength(
                        replica.engine().state() instanceof EngineState.Ready ready
                                ? ready.contextLength()
                                : replica.contextLength())
                .setKvUse(replica.engine().load().kvUse())
                .addAllAdapters(
                        replica.engine().adapters().stream().map(Adapter::id).toList())
                .setTokensPerSecond(room.metrics().generatedTokens().perSecond())
                .setTtftP50Us(TimeUnit.NANOSECONDS.toMicros(
                        room.metrics().recentFirstTokens().value()))
                .setPredictedWaitMs(occupancy.predictedWait().toMillis())
                .setUnready(replica.engine().state().unreadiness().orElse(""))
                .build();
    }
}
