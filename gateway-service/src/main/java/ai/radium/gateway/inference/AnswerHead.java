package ai.radium.gateway.inference;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What every object of an answer begins with: {@code "id":"…","object":"…","created":…,"model":"…",…}. */
final class AnswerHead {
    private AnswerHead() {}

    static byte[] of(
            Operation operation, boolean chunk, String usageId, long createdSeconds, String model, String fingerprint) {
        return ("\"id\":\"" + operation.idPrefix() + usageId.toLowerCase(Locale.ROOT) + "\",\"object\":\""
                        + operation.object(chunk) + "\",\"created\":" + createdSeconds + ",\"model\":"
                        + JsonText.quoted(model) + ",\"system_fingerprint\":" + JsonText.quoted(fingerprint) + ",")
                .getBytes(StandardCharsets.UTF_8);
    }
}
