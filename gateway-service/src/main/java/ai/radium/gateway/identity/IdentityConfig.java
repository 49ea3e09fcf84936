package ai.radium.gateway.identity;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/**
 * @param accountService base address of account-service
 * @param jwks where Keycloak's realm publishes its public keys
 * @param issuer of the realm, exactly as in its tokens
 * @param clients whose tokens are accepted ({@code azp} or {@code aud})
 * @param home folder of this gateway's snapshots
 * @param demoKeys whether the documentation's literal keys are looked up; with listeners on loopback addresses only
 * @param mostKeys kept in memory
 * @param guessing how much guessing of keys is put up with
 * @param proxies that say for whom they bring a key
 */
public record IdentityConfig(
        URI accountService,
        URI jwks,
        String issuer,
        Set<String> clients,
        Path home,
        boolean demoKeys,
        int mostKeys,
        GuessingLimits guessing,
        TrustedProxies proxies) {
    public IdentityConfig {
        clients = Set.copyOf(clients);
    }
}
