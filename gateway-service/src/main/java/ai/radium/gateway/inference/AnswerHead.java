package ai.radium.gateway.inference;

import ai.radium.gateway.routes.Route;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What every object of an answer begins with: {@code "id":"…","object":"…","created":…,"model":"…",…}. */
final class AnswerHead {
    private AnswerHead() {}

    /** @param usageId of the first attempt, which names the answer */
    static byte[] of(InferenceCall call, String usageId, long createdSeconds) {
        Route route = call.route();
        String fingerprint = route.servedModel() + "@" + route.deployment().revision();
        return ("\"id\":\"" + call.operation().idPrefix() + usageId.toLowerCase(Locale.ROOT) + "\",\"object\":\""
                        + call.operation().object(call.request().stream()) + "\",\"created\":" + createdSeconds
                        + ",\"model\":" + JsonText.quoted(call.shownModel()) + ",\"system_fingerprint\":"
                        + JsonText.quoted(fingerprint) + "," + tier(call))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** There is one tier here. */
    private static String tier(InferenceCall call) {
        return call.request() instanceof GenerationRequest request && request.tellsTier()
                ? "\"service_tier\":\"default\","
                : "";
    }
}
