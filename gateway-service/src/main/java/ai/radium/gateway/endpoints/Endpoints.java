package ai.radium.gateway.endpoints;

import ai.radium.gateway.endpoints.RequestTarget.BrokenTarget;
import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.inference.Operation;
import ai.radium.gateway.relay.Service;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of endpoints. What a service offers is reached from outside by its row here, and by nothing else. */
public final class Endpoints {
    private static final Target.Inference CHAT = new Target.Inference(Operation.CHAT);
    private static final Target.Inference COMPLETION = new Target.Inference(Operation.COMPLETION);
    private static final Target.Inference RESPONSE = new Target.Inference(Operation.RESPONSE);
    private static final Target.Inference MESSAGE = new Target.Inference(Operation.MESSAGE);
    private static final Target.Inference COUNT = new Target.Inference(Operation.COUNT);
    private static final Target.Inference EMBEDDING = new Target.Inference(Operation.EMBEDDING);
    private static final Target.Relayed ACCOUNT = new Target.Relayed(Service.ACCOUNT);
    private static final Target.Relayed MODEL = new Target.Relayed(Service.MODEL);
    private static final Target.Relayed DEPLOYMENT = new Target.Relayed(Service.DEPLOYMENT);
    private static final Target.Relayed BILLING = new Target.Relayed(Service.BILLING);
    private static final Target.Relayed ANALYTICS = new Target.Relayed(Service.ANALYTICS);
    private static final Target.Relayed FINETUNE = new Target.Relayed(Service.FINETUNE);

    /** A path is that of the first row it fits. */
    static final List<Endpoint> ROWS = List.of(
            Endpoint.own(Mounts.EVERYWHERE, "/", Target.Own.INDEX),
            Endpoint.own(Mounts.ROOT, "/health", Target.Own.HEALTH),
            Endpoint.own(Mounts.EVERYWHERE, "/status", Target.Own.STATUS),
            Endpoint.own(Mounts.EVERYWHERE, "/openapi.json", Target.Own.OPENAPI_JSON),
            Endpoint.own(Mounts.EVERYWHERE, "/openapi.yaml", Target.Own.OPENAPI_YAML),
            Endpoint.own(Mounts.EVERYWHERE, "/docs", Target.Own.DOCS),
            Endpoint.own(Mounts.EVERYWHERE, "/docs/changelog", Target.Own.DOCS_CHANGELOG),
            Endpoint.own(Mounts.EVERYWHERE, "/docs/errors", Target.Own.DOCS_ERRORS),
            Endpoint.own(Mounts.EVERYWHERE, "/docs/{file}", Target.Own.DOCS_FILE),
            Endpoint.inference("/chat/completions", Shape.OBJECT, CHAT),
            Endpoint.inference("/completions", Shape.OBJECT, COMPLETION),
            Endpoint.inference("/responses", Shape.OBJECT, RESPONSE),
            Endpoint.inference("/models/{model...}/responses", Shape.OBJECT, RESPONSE),
            Endpoint.inference("/messages", Shape.ANTHROPIC, MESSAGE),
            Endpoint.inference("/models/{model...}/messages", Shape.ANTHROPIC, MESSAGE),
            Endpoint.inference("/messages/count_tokens", Shape.ANTHROPIC, COUNT),
            Endpoint.inference("/models/{model...}/messages/count_tokens", Shape.ANTHROPIC, COUNT),
            Endpoint.inference("/embeddings", Shape.OBJECT, EMBEDDING),
            Endpoint.inference("/models/{model...}/embeddings", Shape.OBJECT, EMBEDDING),
            Endpoint.inference("/models/{model...}/chat/completions", Shape.OBJECT, CHAT),
            Endpoint.inference("/models/{model...}/completions", Shape.BY_CLIENT, COMPLETION),
            Endpoint.relayed("/models", Shape.BY_CLIENT, MODEL).get(Permission.BROWSE),
            Endpoint.relayed("/models/{model...}", Shape.STRING, MODEL)
                    .get(Permission.BROWSE)
                    .delete(Permission.WRITE),
            row("/deployments", DEPLOYMENT).get(Permission.READ).post(Permission.WRITE),
            row("/deployments/{id}", DEPLOYMENT)
                    .get(Permission.READ)
                    .put(Permission.WRITE)
                    .delete(Permission.WRITE),
            row("/deployments/{id}/start", DEPLOYMENT).post(Permission.WRITE),
            row("/deployments/{id}/stop", DEPLOYMENT).post(Permission.WRITE),
            row("/deployments/{id}/restart", DEPLOYMENT).post(Permission.WRITE),
            row("/deployments/{id}/clone", DEPLOYMENT).post(Permission.WRITE),
            row("/deployments/{id}/logs", DEPLOYMENT).get(Permission.READ),
            row("/deployments/{id}/metrics", DEPLOYMENT).get(Permission.READ),
            row("/api-keys", ACCOUNT).get(Permission.READ).post(Permission.WRITE),
            row("/api-keys/{id}", ACCOUNT)
                    .get(Permission.READ)
                    .put(Permission.WRITE)
                    .delete(Permission.WRITE),
            row("/api-keys/{id}/rotate", ACCOUNT).post(Permission.WRITE),
            row("/account", ACCOUNT).get(Permission.READ).put(Permission.ADMINISTER),
            row("/account/rate-limit-policy", ACCOUNT).put(Permission.ADMINISTER),
            row("/account/members", ACCOUNT).get(Permission.READ).post(Permission.ADMINISTER),
            row("/account/members/{sub}", ACCOUNT).put(Permission.ADMINISTER).delete(Permission.ADMINISTER),
            row("/account/{id}/rate-limit-policy", ACCOUNT).put(Permission.ADMINISTER),
            row("/audit-logs", ACCOUNT).get(Permission.ADMINISTER),
            row("/billing", BILLING).get(Permission.READ).post(Permission.ADMINISTER),
            row("/billing/payment-methods", BILLING).get(Permission.READ).post(Permission.ADMINISTER),
            row("/billing/payment-methods/{id}", BILLING).delete(Permission.ADMINISTER),
            row("/billing/spending-limit", BILLING).put(Permission.ADMINISTER),
            row("/billing/accounts/{id}/spending-tier", BILLING).put(Permission.ADMINISTER),
            row("/billing/accounts/{id}/adjustments", BILLING).post(Permission.ADMINISTER),
            row("/billing/rerate", BILLING).post(Permission.ADMINISTER),
            row("/billing/usage", BILLING).get(Permission.READ),
            row("/billing/invoices", BILLING).get(Permission.READ),
            row("/billing/invoices/{id}", BILLING).get(Permission.READ),
            row("/billing/invoices/{id}/download", BILLING).get(Permission.READ),
            row("/billing/credits", BILLING).get(Permission.READ).post(Permission.ADMINISTER),
            row("/billing/credits/{id}/confirm", BILLING).post(Permission.ADMINISTER),
            row("/analytics", ANALYTICS).get(Permission.READ),
            row("/analytics/usage", ANALYTICS).get(Permission.READ),
            row("/analytics/costs", ANALYTICS).get(Permission.READ),
            row("/analytics/performance", ANALYTICS).get(Permission.READ),
            organization("/usage/completions"),
            organization("/usage/embeddings"),
            organization("/usage/{kind}"),
            organization("/costs"),
            row("/datasets", FINETUNE).uploads().get(Permission.READ).post(Permission.WRITE),
            row("/datasets/{id}", FINETUNE).get(Permission.READ).delete(Permission.WRITE),
            row("/datasets/{id}/preview", FINETUNE).get(Permission.READ),
            row("/datasets/{id}/content", FINETUNE).get(Permission.READ),
            row("/datasets/{id}/versions", FINETUNE)
                    .uploads()
                    .get(Permission.READ)
                    .post(Permission.WRITE),
            row("/datasets/{id}/versions/{number}", FINETUNE).get(Permission.READ),
            row("/datasets/{id}/models", FINETUNE).get(Permission.READ),
            row("/fine-tuning", FINETUNE).get(Permission.READ).post(Permission.WRITE),
            row("/fine-tuning/estimate", FINETUNE).post(Permission.WRITE),
            row("/fine-tuning/{id}", FINETUNE).get(Permission.READ),
            row("/fine-tuning/{id}/cancel", FINETUNE).post(Permission.WRITE),
            row("/fine-tuning/{id}/events", FINETUNE).get(Permission.READ),
            row("/fine-tuning/{id}/metrics", FINETUNE).get(Permission.READ),
            row("/fine-tuning/{id}/checkpoints", FINETUNE).get(Permission.READ),
            row("/fine-tuning/{id}/adapter", FINETUNE).get(Permission.READ),
            openai("/files").uploads().get(Permission.READ).post(Permission.WRITE),
            openai("/files/{id}").get(Permission.READ).delete(Permission.WRITE),
            openai("/files/{id}/content").get(Permission.READ),
            openai("/uploads").post(Permission.WRITE),
            openai("/uploads/{id}").get(Permission.READ),
            openai("/uploads/{id}/parts").uploads().post(Permission.WRITE),
            openai("/uploads/{id}/complete").post(Permission.WRITE),
            openai("/uploads/{id}/cancel").post(Permission.WRITE),
            openai("/fine_tuning/jobs").get(Permission.READ).post(Permission.WRITE),
            openai("/fine_tuning/jobs/{id}").get(Permission.READ),
            openai("/fine_tuning/jobs/{id}/cancel").post(Permission.WRITE),
            openai("/fine_tuning/jobs/{id}/events").get(Permission.READ),
            openai("/fine_tuning/jobs/{id}/checkpoints").get(Permission.READ));

    /**
     * The shape of a 404 below {@code /v1}, by what the path begins with: that of the rows beside it, and what the API's
     * contract settles of families that nothing serves yet, whose clients come all the same.
     */
    private static final Map<String, Shape> FAMILIES = families(Map.of(
            "/documents", Shape.OBJECT,
            "/batches", Shape.OBJECT,
            "/fine_tuning", Shape.OBJECT,
            "/quotas", Shape.STRING,
            "/webhooks", Shape.STRING));

    /** Paths that are spelled out, as nearly all requests write them. */
    private static final Map<String, Found> LITERAL = literal();

    private static final String EVERY_METHOD = everyMethod();

    private Endpoints() {}

    private record Found(Mount mount, Endpoint endpoint, String gap) {}

    /** In OpenAI's shape; some of its clients write lists without brackets. */
    private static Endpoint organization(String path) {
        return Endpoint.relayed("/organization" + path, Shape.OBJECT, ANALYTICS)
                .lists(Set.of("group_by", "models", "api_key_ids", "project_ids", "user_ids", "line_items"))
                .get(Permission.READ);
    }

    private static Endpoint row(String path, Target.Relayed target) {
        return Endpoint.relayed(path, Shape.STRING, target);
    }

    /** A row of OpenAI's words. */
    private static Endpoint openai(String path) {
        return Endpoint.relayed(path, Shape.OBJECT, FINETUNE);
    }

    private static Map<String, Found> literal() {
        Map<String, Found> all = new HashMap<>();
        for (Endpoint endpoint : ROWS) {
            for (Mount mount : Mount.values()) {
                if (endpoint.path().isLiteral() && endpoint.mounts().contains(mount)) {
                    String path = endpoint.path().text();
                    all.put(
                            mount.prefix().isEmpty() || !path.equals("/") ? mount.prefix() + path : mount.prefix(),
                            new Found(mount, endpoint, ""));
                }
            }
        }
        return Map.copyOf(all);
    }

    private static Map<String, Shape> families(Map<String, Shape> planned) {
        Map<String, Shape> all = new HashMap<>(planned);
        for (Endpoint endpoint : ROWS) {
            if (endpoint.mounts() == Mounts.API) {
                all.merge(
                        endpoint.path().beginning(),
                        endpoint.shape(),
                        (one, other) -> one == other ? one : Shape.BY_CLIENT);
            }
        }
        return Map.copyOf(all);
    }

    private static String everyMethod() {
        Set<String> all = new HashSet<>();
        ROWS.forEach(endpoint -> all.addAll(List.of(endpoint.allow().split(", "))));
        return String.join(", ", all.stream().sorted().toList());
    }

    /** @param target the request's, as the client sent it */
    public static Match match(HttpMethod method, String target) {
        Found literal = LITERAL.get(target);
        if (literal != null) {
            return found(literal, method.name(), literal.endpoint().path().text());
        }
        if (target.equals("*") && method.equals(HttpMethod.OPTIONS)) {
            return new Match(Shape.BY_CLIENT, new Match.Asked(EVERY_METHOD));
        }
        try {
            return match(method.name(), RequestTarget.of(target));
        } catch (BrokenTarget e) {
            Mount mount = Mount.of(target);
            return new Match(mount.shape(Shape.BY_CLIENT), new Match.Malformed(String.valueOf(e.getMessage()), null));
        }
    }

    private static Match match(String method, RequestTarget target) {
        Mount mount = Mount.of(target.path());
        String path = target.path().substring(mount.prefix().length());
        List<String> segments = PathTemplate.split(plain(path));
        if (!target.climbs()) {
            for (Endpoint endpoint : ROWS) {
                String gap = endpoint.mounts().contains(mount) ? endpoint.path().match(segments) : null;
                if (gap != null) {
                    return found(
                            new Found(mount, endpoint, gap), method, "/" + String.join("/", segments) + target.query());
                }
            }
        }
        Shape family = mount == Mount.NONE ? Shape.BY_CLIENT : family(segments);
        return new Match(mount.shape(family), new Match.NoSuchPath());
    }

    private static Shape family(List<String> segments) {
        for (int length = segments.size(); length > 0; length--) {
            Shape family = FAMILIES.get("/" + String.join("/", segments.subList(0, length)));
            if (family != null) {
                return family;
            }
        }
        return Shape.BY_CLIENT;
    }

    private static Match found(Found found, String method, String target) {
        Endpoint endpoint = found.endpoint();
        Shape shape = found.mount().shape(endpoint.shape());
        Access access = endpoint.access(method);
        if (access != null) {
            String repeated =
                    endpoint.target() instanceof Target.Relayed ? QueryNames.repeated(target, endpoint.lists()) : null;
            return new Match(
                    shape,
                    repeated == null
                            ? new Match.Served(endpoint, access, decoded(found.gap()), target)
                            : new Match.Malformed(repeated + " may be given once", repeated));
        }
        return new Match(
                shape,
                method.equals("OPTIONS")
                        ? new Match.Asked(endpoint.allow())
                        : new Match.OtherMethods(endpoint.allow()));
    }

    /** Ids of models hold slashes and colons; clients send them as they are or percent-encoded. */
    private static String plain(String path) {
        return path.startsWith("/models/")
                ? path.replace("%2F", "/")
                        .replace("%2f", "/")
                        .replace("%3A", ":")
                        .replace("%3a", ":")
                : path;
    }

    private static String decoded(String gap) {
        return gap.indexOf('%') < 0 ? gap : URLDecoder.decode(gap.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What is there, for whoever looks at the root: each path with its methods. */
    public static List<Endpoint> all() {
        return ROWS;
    }
}
