package ai.radium.gateway.endpoints;

import ai.radium.gateway.identity.Permission;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param shape of its errors below {@code /v1}
 * @param methods who may use each of them; HEAD goes with GET and OPTIONS with all
 * @param target who answers
 * @param body the bound of its body
 * @param lists parameters of its query that may be given more than once without brackets
 */
public record Endpoint(
        Mounts mounts,
        PathTemplate path,
        Shape shape,
        Map<String, Access> methods,
        Target target,
        BodyLimit body,
        Set<String> lists) {
    private static final String GET = "GET";

    public Endpoint {
        methods = Map.copyOf(methods);
        lists = Set.copyOf(lists);
    }

    static Endpoint own(Mounts mounts, String path, Target.Own target) {
        return new Endpoint(
                mounts,
                PathTemplate.of(path),
                Shape.BY_CLIENT,
                Map.of(GET, Access.Open.TO_ALL),
                target,
                BodyLimit.MANAGEMENT,
                Set.of());
    }

    static Endpoint inference(String path, Shape shape, Target.Inference target) {
        return new Endpoint(Mounts.API, PathTemplate.of(path), shape, Map.of(), target, BodyLimit.INFERENCE, Set.of())
                .with("POST", Permission.INFER);
    }

    static Endpoint relayed(String path, Shape shape, Target.Relayed target) {
        return new Endpoint(Mounts.API, PathTemplate.of(path), shape, Map.of(), target, BodyLimit.MANAGEMENT, Set.of());
    }

    /** One that takes files. */
    Endpoint uploads() {
        return new Endpoint(mounts, path, shape, methods, target, BodyLimit.UPLOAD, lists);
    }

    /** One with such parameters. */
    Endpoint lists(Set<String> names) {
        return new Endpoint(mounts, path, shape, methods, target, body, names);
    }

    Endpoint get(Permission permission) {
        return with(GET, permission);
    }

    Endpoint post(Permission permission) {
        return with("POST", permission);
    }

    Endpoint put(Permission permission) {
        return with("PUT", permission);
    }

    Endpoint delete(Permission permission) {
        return with("DELETE", permission);
    }

    private Endpoint with(String method, Permission permission) {
        Map<String, Access> more = new TreeMap<>(methods);
        more.put(method, new Access.ToCallers(permission));
        return new Endpoint(mounts, path, shape, more, target, body, lists);
    }

    public String pathText() {
        return path.text();
    }

    /** Null when the method is not offered. */
    @Nullable
    Access access(String method) {
        return methods.get(method.equals("HEAD") ? GET : method);
    }

    /** The methods as the header {@code Allow} lists them. */
    public String allow() {
        Set<String> all = new TreeSet<>(methods.keySet());
        all.add("OPTIONS");
        if (all.contains(GET)) {
            all.add("HEAD");
        }
        return String.join(", ", all);
    }
}
