package ai.radium.gateway.http;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Which HTTP is spoken here: 1.0 and 1.1, with the one expectation that there is (RFC 9110, 10.1.1 and 15.6.6). */
final class Spoken {
    private Spoken() {}

    /** Why a request whose head could be read is not answered otherwise, or null. */
    static @Nullable Refusal refusal(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return GatewayProblem.HTTP_VERSION_NOT_SUPPORTED.because("Only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        boolean expectsElse = request.headers().contains(HttpHeaderNames.EXPECT)
                && version.equals(HttpVersion.HTTP_1_1)
                && request.headers().getAll(HttpHeaderNames.EXPECT).stream()
                        .anyMatch(value ->
                                !value.isBlank() && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(value.strip()));
        return expectsElse
                ? GatewayProblem.EXPECTATION_FAILED.because("Only the expectation 100-continue can be met")
                : null;
    }
}
