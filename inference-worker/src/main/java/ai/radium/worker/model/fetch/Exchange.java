package ai.radium.worker.model.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One GET with its redirects, by the JDK's older client: its read timeout ends a body that stalls, and redirects are ours,
 * so that credentials stay with the server that they are for.
 */
final class Exchange implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpURLConnection connection;
    private final Optional<Sha256> announced;

    private Exchange(HttpURLConnection connection, Optional<Sha256> announced) {
        this.connection = connection;
        this.announced = announced;
    }

    /**
     * @param patience for a connection, and for each next byte
     * @throws ModelFailure when the redirects are not to be followed
     */
    static Exchange get(Remote remote, Map<String, String> headers, Duration patience)
            throws IOException, ModelFailure {
        URI address = remote.address();
        Optional<Sha256> announced = Optional.empty();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
            connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
            connection.setRequestProperty("Accept-Encoding", "identity");
            connection.setRequestProperty("User-Agent", "radium");
            headers.forEach(connection::setRequestProperty);
            if (sameServer(address, remote.address())) {
                remote.authorization().headers(address).forEach(connection::setRequestProperty);
            }
            int status = connection.getResponseCode();
            announced = announced.or(() -> announced(connection));
            if (!REDIRECTS.contains(status)) {
                return new Exchange(connection, announced);
            }
            URI next = next(remote, address, connection.getHeaderField("Location"));
            connection.disconnect();
            address = next;
        }
        throw new ModelFailure(
                remote.uri() + " cannot be fetched: its server redirects more than " + MOST_REDIRECTS + " times");
    }

    int status() throws IOException {
        return connection.getResponseCode();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name));
    }

    OptionalLong length() {
        long length = connection.getContentLengthLong();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    InputStream body() throws IOException {
        return connection.getInputStream();
    }

    /** What a Hugging Face hub says the file holds. */
    Optional<Sha256> announced() {
        return announced;
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private static Optional<Sha256> announced(HttpURLConnection connection) {
        return Optional.ofNullable(connection.getHeaderField("X-Linked-ETag"))
                .map(tag -> tag.replace("\"", ""))
                .filter(Sha256::isSha256)
                .map(Sha256::new);
    }

    private static URI next(Remote remote, URI from, String location) throws ModelFailure {
        try {
            URI next = from.resolve(location == null ? "" : location);
            boolean web = "https".equals(next.getScheme())
                    || ("http".equals(next.getScheme()) && "http".equals(from.getScheme()));
            if (location != null && web && next.getHost() != null) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            throw new ModelFailure(remote.uri() + " cannot be fetched: its server redirects to no valid address", e);
        }
        throw new ModelFailure(
                remote.uri() + " cannot be fetched: its server redirects to where is no secure web address");
    }

    private static boolean sameServer(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getRawAuthority().equalsIgnoreCase(other.getRawAuthority());
    }
}
