package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.routes.Route;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.worker.Workers;
import com.github.f4b6a3.ulid.UlidFactory;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Inference on one event loop: all state is the loop's own but for the immutable routes and the spool's files. */
public final class LoopInference {
    private static final Logger LOG = LoggerFactory.getLogger(LoopInference.class);

    /** A stream without a token hears a comment that often; clients and proxies drop silent ones after 15 s and more. */
    static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final byte[] NO_HEADERS = new byte[0];

    private final Routes routes;
    private final Spool.Writer usage;
    private final Workers workers;
    private final InferenceStats stats = new InferenceStats();
    private final RequestBody body = new RequestBody();
    private final UlidFactory ulids =
            UlidFactory.newMonotonicInstance(() -> ThreadLocalRandom.current().nextLong());
    private final Set<Generation> open = new HashSet<>();
    private final InferenceBounds bounds;

    public LoopInference(EventLoop loop, Routes routes, Spool.Writer usage, Workers workers, InferenceBounds bounds) {
        this.routes = routes;
        this.usage = usage;
        this.workers = workers;
        this.bounds = bounds;
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
            HeldBody content,
            long arrivedNanos) {
        RequestBody.Read read = body.read(content.bytes(), operation == Operation.CHAT, pathModel != null);
        InferenceRequest request = read.request();
        if (request == null) {
            refuse(reply, content, Objects.requireNonNull(read.refusal()));
            return;
        }
        String model = pathModel != null ? pathModel : String.valueOf(request.model());
        Route route = routes.find(caller.account(), model);
        Refusal refusal = refusal(caller, model, route);
        if (refusal != null || route == null) {
            refuse(reply, content, refusal == null ? unknown(model) : refusal);
            return;
        }
        Replica replica = pick(route, "");
        if (replica == null) {
            refuse(reply, content, notReady(route));
        } else if (!usage.promise()) {
            refuse(
                    reply,
                    content,
                    GatewayProblem.SERVICE_UNAVAILABLE.because("Usage cannot be recorded at the moment"));
        } else {
            begin(reply, caller, operation, request, route, replica, shown(route, model), content, arrivedNanos);
        }
    }

    private static void refuse(Reply reply, HeldBody content, Refusal why) {
        content.release();
        reply.refuse(why);
    }

    private void begin(
            Reply reply,
            Principal caller,
            Operation operation,
            InferenceRequest request,
            Route route,
            Replica replica,
            String shownModel,
            HeldBody content,
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
        open.add(generation);
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

    /** @return whether the record is in the spool */
    boolean end(Generation generation, UsageRecord record) {
        open.remove(generation);
        stats.ended(record);
        boolean recorded = record(generation, record);
        usage.settle();
        return recorded;
    }

    /** Room was promised, so only a broken disk refuses it; whoever settles the account finds its figures in the log. */
    boolean record(Generation generation, UsageRecord record) {
        String account = generation.attempt().account();
        try {
            usage.append(account, record);
            return true;
        } catch (IllegalStateException | InternalError e) { // the latter: a fault in a mapped file
            LOG.atError()
                    .addKeyValue("account", account)
                    .addKeyValue("usageId", record.id())
                    .addKeyValue("model", record.model())
                    .addKeyValue("promptTokens", record.promptTokens())
                    .addKeyValue("completionTokens", record.completionTokens())
                    .setCause(e)
                    .log("usage cannot be recorded");
            return false;
        }
    }

    private void tick() {
        if (open.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (Generation generation : new ArrayList<>(open)) {
            generation.secondPassed(now, bounds);
        }
    }

    private @Nullable Refusal refusal(Principal caller, String model, @Nullable Route route) {
        if (routes.isSuspended(caller.account())) {
            return GatewayProblem.ACCOUNT_SUSPENDED.because(
                    "The account's credits are used up: add a payment method or credits");
        }
        if (!permits(caller, model, route)) {
            return GatewayProblem.MODEL_NOT_ALLOWED
                    .because("This API key does not permit the model " + model)
                    .at("model");
        }
        return null;
    }

    /**
     * A key that is confined names models, by id or alias, and deployments, by id. What the request called it does not
     * count: whoever may rename a deployment gives it any word.
     */
    private static boolean permits(Principal caller, String model, @Nullable Route route) {
        Set<String> allowed = caller.allowedModels();
        if (allowed.isEmpty()) {
            return true;
        }
        if (route == null) {
            return allowed.contains(model);
        }
        RoutesChanged deployment = route.deployment();
        return allowed.contains(deployment.deploymentId())
                || allowed.contains(deployment.model())
                || deployment.names().stream().anyMatch(allowed::contains);
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
