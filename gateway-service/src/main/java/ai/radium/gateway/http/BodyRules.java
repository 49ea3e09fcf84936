package ai.radium.gateway.http;

import ai.radium.gateway.endpoints.BodyLimit;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a body must be, as far as the head tells: JSON, plain or gzip, and where files are taken a form, plain. A body of no
 * stated type is taken for JSON.
 */
final class BodyRules {
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data";

    /** The rest of a refused request is read to its end up to this size, so that the connection can go on. */
    private static final long READ_TO_END = 64 * 1024;

    private BodyRules() {}

    static @Nullable Refusal refusal(HttpRequest request, BodyLimit limit) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || !hasBody(request)) {
            return null;
        }
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        boolean uploads = limit == BodyLimit.UPLOAD;
        if (type != null && !is(type, JSON) && !(uploads && is(type, FORM))) {
            return GatewayProblem.UNSUPPORTED_MEDIA_TYPE
                    .because(
                            uploads
                                    ? "The body must be a form with a file, Content-Type: multipart/form-data, or JSON"
                                    : "The body must be JSON, Content-Type: application/json")
                    .at("Content-Type");
        }
        if (!request.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
            return null;
        }
        String encoding = encoding(request);
        return encoding.isEmpty() || (!uploads && isGzip(encoding))
                ? null
                : GatewayProblem.UNSUPPORTED_MEDIA_TYPE
                        .because(
                                uploads
                                        ? "The body must come without a Content-Encoding"
                                        : "The body may be plain or Content-Encoding: gzip")
                        .at("Content-Encoding");
    }

    static boolean isGzip(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.CONTENT_ENCODING) && isGzip(encoding(request));
    }

    /** A client that waits for 100 may send its body all the same, or the next request: only closing tells them apart. */
    static boolean isRestShort(HttpRequest request) {
        return !HttpUtil.isTransferEncodingChunked(request)
                && HttpUtil.getContentLength(request, 0L) <= READ_TO_END
                && !HttpUtil.is100ContinueExpected(request);
    }

    private static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    }

    private static boolean is(String type, String wanted) {
        int parameters = type.indexOf(';');
        String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        return media.isEmpty() || media.equalsIgnoreCase(wanted);
    }

    /** Of all lines; empty when there is none but {@code identity}. */
    private static String encoding(HttpRequest request) {
        String all = String.join(",", request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING))
                .strip()
                .toLowerCase(Locale.ROOT);
        return all.equals("identity") ? "" : all;
    }

    private static boolean isGzip(String encoding) {
        return encoding.equals("gzip") || encoding.equals("x-gzip");
    }
}
