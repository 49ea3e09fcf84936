package ai.radium.gateway;

import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.gateway.worker.ScriptedWorker;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** All replicas of all models of the break table: each call runs the script of the request that it belongs to. */
final class BreakWorker extends WorkerGrpc.WorkerImplBase implements AutoCloseable {
    /** A delta of this text is one token, which the client counts. */
    static final String TOKEN = "tok ";

    private static final int GRPC_PREFIX = 5;

    private static final Context.Key<Integer> CALLERS_PORT = Context.key("callers-port");

    private final Map<String, BreakRun> runs = new ConcurrentHashMap<>();
    private final Map<Integer, BreakableLine.Passage> passages = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Server server;

    /** What becomes of one call; runs on a thread of its own. */
    interface Script {
        void run(Call call) throws InterruptedException;
    }

    BreakWorker() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .intercept(new Callers())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Callers implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            var caller = (InetSocketAddress)
                    Objects.requireNonNull(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
            return Contexts.interceptCall(
                    Context.current().withValue(CALLERS_PORT, caller.getPort()), call, headers, next);
        }
    }

    int port() {
        return server.getPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** A way to this worker that breaks when a script says so. */
    BreakableLine line() {
        return new BreakableLine(port(), passages);
    }

    void expect(BreakRun run) {
        runs.put(run.id(), run);
    }

    /** Calls that this worker has not seen the end of. */
    int open() {
        return open.get();
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<Event> response) {
        var client = (ServerCallStreamObserver<Event>) response;
        BreakRun run = Objects.requireNonNull(runs.get(request.getRequestId()), request.getRequestId());
        Call call = new Call(client, run, run.attempt(request.getUsageId(), passages.get(CALLERS_PORT.get())));
        client.setOnCancelHandler(call::cancelled);
        client.setOnReadyHandler(call.ready::release);
        open.incrementAndGet();
        run.workerBegan();
        Thread.ofVirtual().start(() -> {
            try {
                run.kind().worker().run(call);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException e) {
                // the gateway has cancelled meanwhile
            } finally {
                open.decrementAndGet();
                run.workerEnded();
            }
        });
    }

    /** One generation of an attempt as its script sees it; where there are several they keep step. */
    static final class Call {
        private final ServerCallStreamObserver<Event> client;
        private final BreakRun run;
        private final BreakAttempt attempt;
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final Semaphore ready = new Semaphore(0);

        private Call(ServerCallStreamObserver<Event> client, BreakRun run, BreakAttempt attempt) {
            this.client = client;
            this.run = run;
            this.attempt = attempt;
        }

        /** Tokens that this answer has. */
        int given() {
            return run.tokens();
        }

        boolean isStreamed() {
            return run.isStreamed();
        }

        private void cancelled() {
            cancelled.countDown();
            ready.release();
            attempt.cancelled();
        }

        boolean isFirstAttempt() {
            return attempt.isFirst();
        }

        Call accepts() throws InterruptedException {
            sends(ScriptedWorker.accepted());
            attempt.awaitOthers();
            return this;
        }

        Call tokens(int count) throws InterruptedException {
            accepts();
            sends(ScriptedWorker.prefillDone(7, 0));
            for (int i = 0; i < count; i++) {
                sends(ScriptedWorker.delta(TOKEN));
            }
            attempt.awaitOthers();
            return this;
        }

        /** Tokens, and more text than the sockets on the way to a client take, which is 4 MiB (tcp(7), tcp_wmem). */
        Call much() throws InterruptedException {
            tokens(given());
            Event text = Event.newBuilder()
                    .setDelta(Delta.newBuilder().setText(" ".repeat(1_000_000)))
                    .build();
            for (int i = 0; i < 8; i++) {
                sends(text);
            }
            return this;
        }

        void finishes(int tokens) {
            sends(ScriptedWorker.finished("stop", 7, tokens));
            client.onCompleted();
        }

        /** Tokens until nobody wants any. */
        void endlessTokens() throws InterruptedException {
            tokens(0);
            while (!client.isCancelled()) {
                if (client.isReady()) {
                    sends(ScriptedWorker.delta(TOKEN + " ".repeat(4_000)));
                } else {
                    ready.acquire();
                }
            }
        }

        void sends(Event event) {
            attempt.sends(GRPC_PREFIX + event.getSerializedSize());
            client.onNext(event);
        }

        void completes() {
            client.onCompleted();
        }

        void fails(Status status, Metadata trailers) {
            client.onError(status.asRuntimeException(trailers));
        }

        /** As a process that dies once the gateway has been sent all of the above. */
        void dies() throws InterruptedException {
            attempt.dies();
        }

        void awaitStop() throws InterruptedException {
            run.awaitStop();
        }

        /** Until the gateway wants no more of it. */
        void waitsForItsEnd() throws InterruptedException {
            cancelled.await();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
