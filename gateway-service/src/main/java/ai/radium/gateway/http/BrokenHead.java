package ai.radium.gateway.http;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** Why a request's head could not be read, in words for the client. */
final class BrokenHead {
    private BrokenHead() {}

    static Refusal refusal(Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            return GatewayProblem.HEADERS_TOO_LARGE.because("The headers are larger than 64 KiB");
        }
        return cause instanceof TooLongHttpLineException
                ? GatewayProblem.URI_TOO_LONG.because("The request line is longer than 16 KiB")
                : GatewayProblem.INVALID_REQUEST.because("The request is not valid HTTP");
    }
}
