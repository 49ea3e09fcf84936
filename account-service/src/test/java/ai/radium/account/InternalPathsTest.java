package ai.radium.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a plain socket: an HTTP client would put the paths right. */
@QuarkusTest
@WithTestResource(AccountStack.class)
class InternalPathsTest extends WithOutside {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/key-changes",
                "//internal/key-changes",
                "/internal//key-changes",
                "/./internal/key-changes",
                "/account/../internal/key-changes",
                "/account/..;/internal/key-changes",
                "/internal;a=b/key-changes",
                "/;/internal/key-changes",
                "/%69nternal/key-changes",
                "/internal%2Fkey-changes",
                "/%2Finternal/key-changes",
                "/INTERNAL/key-changes",
                "/account/%2e%2e/internal/key-changes",
                "http://internal/internal/key-changes"
            })
    void areClosedToCustomersHoweverTheyAreWritten(String target) throws IOException {
        String operator =
                outside.token(new Caller("acct_1", "operator", Role.PLATFORM_ADMIN, Set.of(), null), "account-service");
        String otherService = outside.token(new Caller("", "gateway", Role.GATEWAY, Set.of(), null), "billing-service");

        assertThat(status(target, operator)).startsWith("HTTP/1.1 4");
        assertThat(status(target, otherService)).startsWith("HTTP/1.1 4");
    }

    private static String status(String target, String authorization) throws IOException {
        URI service = URI.create(config("test.url"));
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + target + " HTTP/1.1\r\nHost: internal\r\nAuthorization: " + authorization
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return reply.lines().findFirst().orElse("");
        }
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
