package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.routes.Route;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.worker.Workers;
import com.github.f4b6a3.ulid.UlidFactory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Inference on one event loop: all state is the loop's own but for the immutable routes and the spool's files. */
public final class LoopInference {
    /** A stream without a token hears a comment that often; clients and proxies drop silent ones after 15 s and more. */
    static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final byte[] NO_HEADERS = new byte[0];

    private final Routes routes;
    private final Spool spool;
    private final Spool.Writer usage;
    private final Workers workers;
    private final InferenceStats stats = new InferenceStats();
    private final RequestBody body = new RequestBody();
    private final UlidFactory ulids =
            UlidFactory.newMonotonicInstance(() -> ThreadLocalRandom.current().nextLong());
    private final Set<Generation> waiting = new LinkedHashSet<>();

    public LoopInference(EventLoop loop, Routes routes, Spool spool, Workers workers) {
        this.routes = routes;
        this.spool = spool;
        this.usage = spool.writer();
        this.workers = workers;
        loop.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    public InferenceStats stats() {
        return stats;
    }

    /**
     * Answers one request.
     *
     * @param content the whole body; released here
     * @param pathModel the deployment or model that the path names, else null
     */
    public void answer(
            Reply reply,
            Principal caller,
            Operation operation,
            @Nullable String pathModel,
            ByteBuf content,
            long arrivedNanos) {
        boolean chat = operation == Operation.CHAT;
        RequestBody.Read read = body.read(content, chat, pathModel != null);
        InferenceRequest request = read.request();
        Refusal refusal = read.refusal();
        String model = "";
        if (request != null) {
            model = pathModel != null ? pathModel : String.valueOf(request.model());
            refusal = refusal(caller, model);
        }
        Route route = routes.find(caller.account(), model);
        Replica replica = route == null ? null : pick(route, "");
        if (refusal == null && (route == null || replica == null)) {
            refusal = route == null ? unknown(model) : notReady(route);
        }
        if (refusal != null || request == null || route == null || replica == null) {
            content.release();
            reply.refuse(refusal == null ? unknown(model) : refusal);
            return;
        }
        begin(reply, caller, operation, request, route, replica, shown(route, model), content, arrivedNanos);
    }

    private void begin(
            Reply reply,
            Principal caller,
            Operation operation,
            InferenceRequest request,
            Route route,
            Replica replica,
            String shownModel,
            ByteBuf content,
            long arrivedNanos) {
        boolean chat = operation == Operation.CHAT;
        Attempt attempt =
                new Attempt(caller, route, operation, request.stream(), reply.requestId(), newUsageId(), arrivedNanos);
        byte[] head = AnswerHead.of(
                operation,
                request.stream(),
                attempt.usageId(),
                System.currentTimeMillis() / 1000,
                shownModel,
                fingerprint(route));
        byte[] extra = route.standIn() == null
                ? NO_HEADERS
                : ("x-served-model: " + route.standIn() + "\r\n").getBytes(StandardCharsets.US_ASCII);
        Answer answer = request.stream()
                ? new StreamedAnswer(reply, extra, chat, request.includeUsage(), head)
                : new WholeAnswer(reply, extra, chat, head);
        stats.began();
        Generation generation = new Generation(this, reply, answer, request, attempt, content);
        waiting.add(generation);
        generation.start(replica);
    }

    Workers workers() {
        return workers;
    }

    String newUsageId() {
        return ulids.create().toString();
    }

    /** The least loaded replica, another than the one named if there is one; null when there is none. */
    @Nullable
    Replica pick(Route route, String unlike) {
        List<Replica> replicas = route.replicas();
        Replica best = null;
        int bestLoad = Integer.MAX_VALUE;
        int offset = replicas.size() < 2 ? 0 : ThreadLocalRandom.current().nextInt(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            Replica replica = replicas.get((i + offset) % replicas.size());
            int load = workers.load(replica.address()) + (replica.id().equals(unlike) ? 10_000_000 : 0);
            if (load < bestLoad) {
                best = replica;
                bestLoad = load;
            }
        }
        return route.deployment().status() == DeploymentStatus.ACTIVE ? best : null;
    }

    /** The first token has come. */
    void answering(Generation generation) {
        waiting.remove(generation);
    }

    void end(Generation generation, UsageRecord record) {
        waiting.remove(generation);
        usage.append(generation.attempt().account(), record);
        stats.ended(record);
    }

    void record(Generation generation, UsageRecord record) {
        usage.append(generation.attempt().account(), record);
    }

    private void tick() {
        if (waiting.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (Generation generation : new ArrayList<>(waiting)) {
            generation.waitedFor(now - generation.attempt().lastSignNanos());
        }
    }

    private @Nullable Refusal refusal(Principal caller, String model) {
        if (routes.isSuspended(caller.account())) {
            return GatewayProblem.ACCOUNT_SUSPENDED.because(
                    "The account's credits are used up: add a payment method or credits");
        }
        if (!caller.mayCall(model)) {
            return GatewayProblem.MODEL_NOT_ALLOWED
                    .because("This API key does not permit the model " + model)
                    .at("model");
        }
        return spool.isFull()
                ? GatewayProblem.SERVICE_UNAVAILABLE.because("Usage cannot be recorded at the moment")
                : null;
    }

    private static Refusal unknown(String model) {
        return GatewayProblem.MODEL_NOT_FOUND
                .because("The model `" + model + "` does not exist or has no deployment that you may call")
                .at("model");
    }

    private static Refusal notReady(Route route) {
        String id = route.deployment().deploymentId();
        return switch (route.deployment().status()) {
            case STOPPED -> GatewayProblem.DEPLOYMENT_STOPPED.because("The deployment " + id + " is stopped");
            case FAILED ->
                GatewayProblem.MODEL_NOT_READY
                        .because("The deployment " + id + " has failed: "
                                + route.deployment().reason())
                        .retryAfter(30);
            default ->
                GatewayProblem.MODEL_NOT_READY
                        .because("The deployment " + id + " is not ready yet")
                        .retryAfter(2);
        };
    }

    /** The name that the client gave, unless it was a deployment's: then its model's. */
    private static String shown(Route route, String name) {
        return route.deployment().names().contains(name)
                ? name
                : route.deployment().model();
    }

    private static String fingerprint(Route route) {
        return route.deployment().servedModel() + "@" + route.deployment().revision();
    }
}
