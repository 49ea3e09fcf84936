package ai.radium.gateway.docs;

import ai.radium.gateway.reply.FixedBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What there is to read, in memory. No page asks anything of another host. */
public final class Docs {
    public static final String DESCRIPTION_JSON = "openapi.json";
    public static final String DESCRIPTION_YAML = "openapi.yaml";
    public static final String EXPLORER = "explorer.html";
    public static final String CHANGELOG = "changelog.html";
    public static final String ERRORS = "errors.html";

    private static final String MADE_BY_CONTRACTS = "/ai/radium/contracts/openapi/";
    private static final String OWN = "/ai/radium/gateway/docs/";

    /** Swagger UI writes style attributes, and some of its icons are data. */
    private static final String HEADERS =
            "cache-control: no-cache\r\nx-content-type-options: nosniff\r\nreferrer-policy: no-referrer\r\n"
                    + "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'\r\n";

    private final Map<String, FixedBody> pages = read(
            List.of(DESCRIPTION_JSON, DESCRIPTION_YAML, EXPLORER, CHANGELOG, ERRORS),
            name -> name.equals(EXPLORER) ? OWN : MADE_BY_CONTRACTS);
    private final Map<String, FixedBody> files =
            read(List.of("docs.css", "explorer.js", "swagger-ui.css", "swagger-ui-bundle.js"), name -> OWN);

    private static Map<String, FixedBody> read(List<String> names, Function<String, String> folder) {
        return names.stream().collect(Collectors.toMap(name -> name, name -> read(folder.apply(name), name)));
    }

    private static FixedBody read(String folder, String name) {
        try (InputStream file = Objects.requireNonNull(Docs.class.getResourceAsStream(folder + name), name)) {
            return FixedBody.of(type(name), HEADERS, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "json" -> "application/json";
            case "yaml" -> "application/yaml";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "text/html; charset=utf-8";
        };
    }

    /** @param name one of the constants above */
    public FixedBody page(String name) {
        return Objects.requireNonNull(pages.get(name), name);
    }

    /** What the pages refer to; null when there is no such file. */
    public @Nullable FixedBody file(String name) {
        return files.get(name);
    }
}
