package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.AdapterProgress;
import ai.radium.contracts.worker.v1.ListAdaptersReply;
import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.contracts.worker.v1.UnloadAdapterReply;
import ai.radium.worker.adapter.AdapterOrder;
import ai.radium.worker.adapter.Adapters;
import ai.radium.worker.adapter.LoadProgress;
import ai.radium.worker.engine.Adapter;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.EngineFailure;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The protocol's calls about adapters, each on a virtual thread of its own that ends with the call. */
record AdapterCalls(Adapters adapters) {
    private static final Logger LOG = Logger.getLogger(AdapterCalls.class.getName());

    private interface Work {
        void run() throws InterruptedException;
    }

    void load(LoadAdapterRequest request, ServerCallStreamObserver<AdapterProgress> client) {
        long startedAt = System.nanoTime();
        start(
                client,
                () -> adapters.load(
                        AdapterOrder.of(request),
                        progress -> client.onNext(progress(progress, System.nanoTime() - startedAt))));
    }

    void unload(String id, ServerCallStreamObserver<UnloadAdapterReply> client) {
        start(client, () -> {
            adapters.unload(id);
            client.onNext(UnloadAdapterReply.getDefaultInstance());
        });
    }

    ListAdaptersReply list() {
        ListAdaptersReply.Builder reply = ListAdaptersReply.newBuilder();
        for (Adapter adapter : adapters.list()) {
            reply.addAdaptersBuilder().setId(adapter.id()).setSha256(adapter.sha256());
        }
        return reply.build();
    }

    private static void start(ServerCallStreamObserver<?> client, Work work) {
        Thread thread = Thread.ofVirtual().unstarted(() -> run(client, work));
        client.setOnCancelHandler(thread::interrupt);
        thread.start();
    }

    private static void run(ServerCallStreamObserver<?> client, Work work) {
        try {
            work.run();
            client.onCompleted();
        } catch (AdapterRefusal e) {
            client.onError(Refusals.adapter(e));
        } catch (EngineFailure e) {
            client.onError(Refusals.engineDown());
        } catch (InterruptedException e) {
            client.onError(Status.CANCELLED.asRuntimeException());
        } catch (RuntimeException e) {
            // The edge of this thread: a bug must end the call and be seen, not leave the caller waiting.
            LOG.log(Level.SEVERE, "adapter call failed", e);
            client.onError(Status.INTERNAL.asRuntimeException());
        }
    }

    private static AdapterProgress progress(LoadProgress progress, long nanos) {
        return AdapterProgress.newBuilder()
                .setStage(progress.stage())
                .setBytesDone(progress.bytesDone())
                .setBytesTotal(progress.bytesTotal())
                .setElapsedMs(TimeUnit.NANOSECONDS.toMillis(nanos))
                .build();
    }
}
