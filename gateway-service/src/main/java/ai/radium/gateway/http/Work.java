package ai.radium.gateway.http;

import ai.radium.gateway.endpoints.Access;
import ai.radium.gateway.endpoints.Endpoint;
import ai.radium.gateway.endpoints.Match;
import ai.radium.gateway.endpoints.Target;
import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.FixedBody;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What is to be done for a request, as its head alone tells. */
sealed interface Work {
    /** Answered at once, whoever asks. */
    record Say(String json) implements Work {}

    /** As {@link Say}, with what is the same for everybody. */
    record Give(FixedBody body) implements Work {}

    /** Refused, whoever asks; a caller who is known is told its limits all the same. */
    record Refuse(Refusal why) implements Work {}

    /**
     * Done for a caller who is permitted.
     *
     * @param model that the path names; empty = none
     * @param target path and query as services know them
     */
    record Serve(Endpoint endpoint, Permission permission, String model, String target) implements Work {}

    /** A path is repeated to its client up to this length. */
    int MOST_ECHOED = 200;

    static Work of(HttpRequest request, Match match, SaidByGateway gateway) {
        Refusal host = HostRule.refusal(request);
        if (host != null) {
            return new Refuse(host);
        }
        return switch (match.outcome()) {
            case Match.Served served -> served(request, served, gateway);
            case Match.Asked ignored -> new Say(SaidByGateway.NOTHING);
            case Match.OtherMethods other ->
                new Refuse(GatewayProblem.METHOD_NOT_ALLOWED.because(
                        request.method() + " is not offered here, but " + other.allow()));
            case Match.NoSuchPath ignored -> nothingAt(request);
            case Match.Malformed malformed -> new Refuse(refusal(malformed));
        };
    }

    private static Refusal refusal(Match.Malformed malformed) {
        Refusal refusal = GatewayProblem.INVALID_REQUEST.because(malformed.why());
        return malformed.parameter() == null ? refusal : refusal.at(malformed.parameter());
    }

    private static Work served(HttpRequest request, Match.Served served, SaidByGateway gateway) {
        if (served.endpoint().target() instanceof Target.Own own) {
            Work work = gateway.answer(own, served.gap());
            return work == null ? nothingAt(request) : work;
        }
        return switch (served.access()) {
            case Access.ToCallers callers ->
                new Serve(served.endpoint(), callers.permission(), served.gap(), served.target());
            case Access.Open ignored -> throw new IllegalStateException(served.endpoint() + " asks for no caller");
        };
    }

    private static Work nothingAt(HttpRequest request) {
        return new Refuse(GatewayProblem.NOT_FOUND.because("There is nothing at " + path(request.uri())));
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        return path.length() > MOST_ECHOED ? path.substring(0, MOST_ECHOED) + "…" : path;
    }

    /** The methods that the reply must list, if it must. */
    static @Nullable String allow(Match match) {
        return switch (match.outcome()) {
            case Match.Asked asked -> asked.allow();
            case Match.OtherMethods other -> other.allow();
            case Match.Served ignored -> null;
            case Match.NoSuchPath ignored -> null;
            case Match.Malformed ignored -> null;
        };
    }
}
