package ai.radium.worker;

import ai.radium.worker.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may call this worker.
 *
 * @param token that callers have to show; absent = none
 */
record CallerAccess(Optional<String> token) {
    /** Without the token. */
    @Override
    public String toString() {
        return "CallerAccess[" + (token.isPresent() ? "by token" : "open") + "]";
    }

    /** @throws IllegalArgumentException when anybody from elsewhere could call, or the token's file holds none */
    static CallerAccess from(Environment environment, String host, Optional<TlsFiles> tls) {
        Optional<String> token =
                environment.text("RADIUM_WORKER_TOKEN_FILE").map(Path::of).map(CallerAccess::read);
        boolean knowsCallers = tls.flatMap(TlsFiles::clientAuthorities).isPresent();
        if (token.isEmpty() && !knowsCallers && !isLoopback(host)) {
            throw new IllegalArgumentException("RADIUM_WORKER_HOST: on " + host
                    + " anybody could call this worker; set RADIUM_WORKER_TOKEN_FILE or RADIUM_WORKER_TLS_CLIENT_CA");
        }
        return new CallerAccess(token);
    }

    private static String read(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw new IllegalArgumentException("RADIUM_WORKER_TOKEN_FILE: " + file + " is empty");
            }
            return token;
        } catch (IOException e) {
            throw new IllegalArgumentException("RADIUM_WORKER_TOKEN_FILE: cannot read " + file, e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("RADIUM_WORKER_HOST: no address of that name: " + host, e);
        }
    }
}
