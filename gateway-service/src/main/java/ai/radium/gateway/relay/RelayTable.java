package ai.radium.gateway.relay;

import ai.radium.gateway.identity.Permission;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which paths are relayed, by whom they are answered, and what each method asks of the caller. */
public final class RelayTable {
    private static final String GET = "GET";
    private static final Map<String, Permission> WRITES = Map.of(
            "POST", Permission.WRITE, "PUT", Permission.WRITE, "PATCH", Permission.WRITE, "DELETE", Permission.WRITE);

    private static final List<Row> ROWS = List.of(
            one("/deployments", Service.DEPLOYMENT, Map.of(GET, Permission.READ, "POST", Permission.WRITE)),
            below("/deployments", Service.DEPLOYMENT, with(GET, Permission.READ, WRITES)),
            one("/quotas", Service.DEPLOYMENT, Map.of(GET, Permission.READ, "POST", Permission.WRITE)),
            below("/quotas", Service.DEPLOYMENT, Map.of(GET, Permission.READ)),
            one("/models", Service.MODEL, Map.of(GET, Permission.BROWSE)),
            below("/models", Service.MODEL, Map.of(GET, Permission.BROWSE)),
            one("/api-keys", Service.ACCOUNT, Map.of(GET, Permission.READ, "POST", Permission.WRITE)),
            below("/api-keys", Service.ACCOUNT, with(GET, Permission.READ, WRITES)),
            one("/account", Service.ACCOUNT, administered()),
            below("/account", Service.ACCOUNT, administered()),
            one("/billing", Service.BILLING, administered()),
            below("/billing", Service.BILLING, administered()),
            one("/analytics", Service.ANALYTICS, Map.of(GET, Permission.READ)),
            below("/analytics", Service.ANALYTICS, Map.of(GET, Permission.READ)));

    private RelayTable() {}

    private record Row(String path, boolean below, Service service, Map<String, Permission> methods) {
        boolean matches(String asked) {
            return below
                    ? asked.length() > path.length() + 1 && asked.startsWith(path) && asked.charAt(path.length()) == '/'
                    : asked.equals(path) || asked.equals(path + "/");
        }
    }

    /** What the table says of a request. */
    public sealed interface Match {
        /** @param target path and query as the service knows them */
        record Relayed(Service service, Permission permission, String target) implements Match {}

        /** @param allowed methods that the path has, for the Allow header */
        record OtherMethods(Set<String> allowed) implements Match {}

        record NoSuchPath() implements Match {}

        /** A percent sign without two hexadecimal digits behind it. */
        record Malformed() implements Match {}
    }

    /** @param uri path and query, without the mount */
    public static Match match(HttpMethod method, String uri) {
        String wellFormed = TargetText.wellFormed(uri);
        return wellFormed == null ? new Match.Malformed() : matchWellFormed(method, wellFormed);
    }

    private static Match matchWellFormed(HttpMethod method, String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (climbs(path)) {
            return new Match.NoSuchPath();
        }
        for (Row row : ROWS) {
            if (row.matches(path)) {
                Permission permission = row.methods().get(method.name());
                return permission == null
                        ? new Match.OtherMethods(row.methods().keySet())
                        : new Match.Relayed(
                                row.service(), permission, target(row, path) + (query < 0 ? "" : uri.substring(query)));
            }
        }
        return new Match.NoSuchPath();
    }

    /** Ids of models hold slashes and colons; clients send them as they are or percent-encoded. */
    private static String target(Row row, String path) {
        if (!row.below()) {
            return row.path();
        }
        return row.service() == Service.MODEL
                ? path.replace("%2F", "/")
                        .replace("%2f", "/")
                        .replace("%3A", ":")
                        .replace("%3a", ":")
                : path;
    }

    /** A path that leaves its own folder, plainly or encoded, never reaches a service. */
    private static boolean climbs(String path) {
        String plain = path.toLowerCase(Locale.ROOT)
                .replace("%2e", ".")
                .replace("%2f", "/")
                .replace("%5c", "/");
        return plain.contains("//")
                || (plain + "/").contains("/../")
                || (plain + "/").contains("/./")
                || plain.contains("\\")
                || plain.contains(";");
    }

    private static Row one(String path, Service service, Map<String, Permission> methods) {
        return new Row(path, false, service, methods);
    }

    private static Row below(String path, Service service, Map<String, Permission> methods) {
        return new Row(path, true, service, methods);
    }

    private static Map<String, Permission> administered() {
        return with(
                GET,
                Permission.READ,
                WRITES.keySet().stream().collect(Collectors.toMap(method -> method, method -> Permission.ADMINISTER)));
    }

    private static Map<String, Permission> with(String method, Permission permission, Map<String, Permission> others) {
        Map<String, Permission> all = new TreeMap<>(others);
        all.put(method, permission);
        return all;
    }
}
