package ai.radium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the usage API says one key used. */
record BilledLines(ApiClient api, String keyId) {
    private static final int PAGE = 100;

    Map<String, Integer> completionTokensByRequest() {
        return lines().stream()
                .filter(line -> line.path("completionTokens").asInt() > 0)
                .collect(Collectors.toMap(
                        line -> line.path("requestId").asText(),
                        line -> line.path("completionTokens").asInt(),
                        Integer::sum));
    }

    BigDecimal total() {
        return lines().stream()
                .map(line -> new BigDecimal(line.path("amount").asText()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What the ledger took from the account for the usage of this key. */
    BigDecimal debited() {
        Set<String> ids =
                lines().stream().map(line -> line.path("id").asText()).collect(Collectors.toCollection(HashSet::new));
        return pages("/billing/credits?").stream()
                .filter(entry -> ids.contains(entry.path("id").asText()))
                .map(entry -> new BigDecimal(entry.path("amount").asText()).negate())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<JsonNode> lines() {
        return pages("/billing/usage?keyId=" + keyId + "&").stream()
                .filter(line -> line.path("keyId").asText().equals(keyId))
                .toList();
    }

    private List<JsonNode> pages(String path) {
        List<JsonNode> all = new ArrayList<>();
        boolean more = true;
        for (int offset = 0; more; offset += PAGE) {
            JsonNode page =
                    api.get(path + "limit=" + PAGE + "&offset=" + offset).json();
            (page.path("data").isArray() ? page.path("data") : page.at("/data/history")).forEach(all::add);
            more = page.at("/pagination/hasMore").asBoolean();
        }
        return all;
    }
}
