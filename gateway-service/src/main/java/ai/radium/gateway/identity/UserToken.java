package ai.radium.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a verified Keycloak token says of its user.
 *
 * @param operator whether the realm calls the user a platform-admin
 */
record UserToken(
        String sub, @Nullable String email, @Nullable String name, boolean operator, Instant expires) {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final String PLAIN = "jwt";
    private static final String BEARER = "Bearer";
    /** For clocks that differ; never for the end. */
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    /**
     * Whose tokens are accepted.
     *
     * @param issuer of the realm, exactly as in the tokens
     * @param clients public clients ({@code azp}) and audiences ({@code aud})
     */
    record Trust(String issuer, Set<String> clients) {
        Trust {
            clients = Set.copyOf(clients);
        }
    }

    /** The id of the key that signed it; empty for a token whose algorithm is none that we accept. */
    static Optional<String> keyId(String token) {
        try {
            var header = SignedJWT.parse(token).getHeader();
            return ALGORITHMS.contains(header.getAlgorithm())
                    ? Optional.ofNullable(header.getKeyID())
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** Empty unless it is an access token and the signature, the issuer, the client and the times are right. */
    static Optional<UserToken> verified(String token, JWK key, Trust trust, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier(key))) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return isForAccess(jwt.getHeader(), claims) && isTrusted(claims, trust) && isInForce(claims, now)
                    ? Optional.of(of(claims))
                    : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    /** By the key's own kind, so that no header makes a public key a shared secret. */
    private static JWSVerifier verifier(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return new RSASSAVerifier(rsa);
        }
        if (key instanceof ECKey ec) {
            return new ECDSAVerifier(ec);
        }
        throw new JOSEException("not a public key: " + key.getKeyType());
    }

    /**
     * An ID token proves to a client who signed in, and opens nothing (OpenID Connect Core 2). Keycloak tells its tokens
     * apart by the claim {@code typ} (Bearer, ID, Refresh, Offline, Logout, DPoP) and says JWT in the header, or at+jwt
     * (RFC 9068) where a client is set so.
     */
    private static boolean isForAccess(JWSHeader header, JWTClaimsSet claims) throws ParseException {
        String type = claims.getStringClaim("typ");
        String format =
                header.getType() == null ? PLAIN : header.getType().getType().toLowerCase(Locale.ROOT);
        return switch (format) {
            case PLAIN -> BEARER.equals(type);
            case "at+jwt", "application/at+jwt" -> type == null || BEARER.equals(type);
            default -> false;
        };
    }

    private static boolean isTrusted(JWTClaimsSet claims, Trust trust) throws ParseException {
        String client = claims.getStringClaim("azp");
        return trust.issuer().equals(claims.getIssuer())
                && claims.getSubject() != null
                && ((client != null && trust.clients().contains(client))
                        || claims.getAudience().stream().anyMatch(trust.clients()::contains));
    }

    private static boolean isInForce(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        return expires != null
                && expires.toInstant().isAfter(now)
                && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(LEEWAY)));
    }

    private static UserToken of(JWTClaimsSet claims) throws ParseException {
        var realm = claims.getJSONObjectClaim("realm_access");
        return new UserToken(
                claims.getSubject(),
                claims.getStringClaim("email"),
                claims.getStringClaim("name"),
                realm != null && realm.get("roles") instanceof List<?> roles && roles.contains("platform-admin"),
                claims.getExpirationTime().toInstant());
    }
}
