package ai.radium.gateway.worker;

import ai.radium.contracts.worker.v1.Accepted;
import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Error;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.Finished;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.PrefillDone;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A worker of grpc-java that does what its test says, on a port of its own. */
public final class ScriptedWorker extends WorkerGrpc.WorkerImplBase implements AutoCloseable {
    public final BlockingQueue<GenerateRequest> requests = new LinkedBlockingQueue<>();
    public final BlockingQueue<GenerateRequest> cancelled = new LinkedBlockingQueue<>();
    private final Script script;
    private final Server server;
    private final int port;
    private volatile Runnable onReady = () -> {};

    /** What becomes of one call; runs on a thread of its own. */
    public interface Script {
        void run(GenerateRequest request, ServerCallStreamObserver<Event> client) throws InterruptedException;
    }

    public ScriptedWorker(Script script) {
        this(0, builder -> builder, script);
    }

    public ScriptedWorker(int port, UnaryOperator<NettyServerBuilder> options, Script script) {
        this.script = script;
        try {
            server = options.apply(NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                    .addService(this)
                    .maxInboundMessageSize(64 * 1024 * 1024)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.port = server.getPort();
    }

    /** Says what it was asked for, token by token. */
    public static void echo(GenerateRequest request, ServerCallStreamObserver<Event> client) {
        client.onNext(accepted());
        client.onNext(prefillDone(7, 3));
        String[] words = request.getInput().split("(?<= )", -1);
        for (String word : words) {
            client.onNext(delta(word));
        }
        client.onNext(finished("stop", 7, words.length));
        client.onCompleted();
    }

    public static Event accepted() {
        return Event.newBuilder().setAccepted(Accepted.getDefaultInstance()).build();
    }

    public static Event prefillDone(int promptTokens, int cachedTokens) {
        return Event.newBuilder()
                .setPrefillDone(
                        PrefillDone.newBuilder().setPromptTokens(promptTokens).setCachedTokens(cachedTokens))
                .build();
    }

    public static Event delta(String text) {
        return Event.newBuilder()
                .setDelta(Delta.newBuilder().setText(text).addTokenIds(300))
                .build();
    }

    /** A whole call of the tool {@code f}, by the id {@code call_1}. */
    public static Event callOfF(String arguments) {
        return Event.newBuilder()
                .setDelta(Delta.newBuilder()
                        .addTokenIds(1)
                        .setToolCalls("[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"f\",\"arguments\":\"" + arguments.replace("\"", "\\\"") + "\"}}]"))
                .build();
    }

    /** An engine's fault with the request, found late. */
    public static Event refusal(String code, String param, String message) {
        return Event.newBuilder()
                .setError(Error.newBuilder().setCode(code).setParam(param).setMessage(message))
                .build();
    }

    public static Event finished(String reason, int promptTokens, int completionTokens) {
        return Event.newBuilder()
                .setFinished(Finished.newBuilder()
                        .setReason(reason)
                        .setPromptTokens(promptTokens)
                        .setCompletionTokens(completionTokens))
                .build();
    }

    /** What to do when a call takes more again; for calls that come from now on. */
    void onReady(Runnable action) {
        onReady = action;
    }

    public int port() {
        return port;
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** GOAWAY: running calls go on, no new ones are taken. */
    public void drain() {
        server.shutdown();
    }

    /** As a process that dies. */
    public void die() {
        server.shutdownNow();
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<Event> response) {
        var client = (ServerCallStreamObserver<Event>) response;
        client.setOnCancelHandler(() -> cancelled.add(request));
        client.setOnReadyHandler(onReady);
        requests.add(request);
        Thread.ofVirtual().start(() -> {
            try {
                script.run(request, client);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException e) {
                // the client has cancelled meanwhile
            }
        });
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
