package ai.radium.kit.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The token that the gateway signs for one service: a JWT (RFC 7519) with ES256, valid for a minute at most. */
public final class InternalTokens {
    public static final String ISSUER = "radium-gateway";

    /** The header beside the token in which the gateway says where the client is; it takes it from none. */
    public static final String CLIENT_ADDRESS = "Radium-Client-Address";

    /** Longest life of a token. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String SUSPENDED = "suspended";
    private static final Duration LEEWAY = Duration.ofSeconds(5);

    private InternalTokens() {}

    /** @param audience the service that may accept it, for example {@code account-service} */
    public static String sign(ECKey key, Caller caller, String audience, Instant now) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(audience)
                        .subject(caller.actor())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .claim("account", caller.account())
                        .claim("role", caller.role().word())
                        .claim("scopes", List.copyOf(caller.scopes()))
                        .claim("rid", caller.requestId())
                        .claim(SUSPENDED, caller.suspended() ? Boolean.TRUE : null)
                        .build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    /** The caller that the token proves; empty for anything but a valid token for this audience. */
    public static Optional<Caller> verify(JWKSet keys, String token, String audience, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWK key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
            if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    || !(key instanceof ECKey ec)
                    || !jwt.verify(new ECDSAVerifier(ec))) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return isFor(claims, audience, now) ? Optional.of(callerOf(claims)) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isFor(JWTClaimsSet claims, String audience, Instant now) {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        return ISSUER.equals(claims.getIssuer())
                && claims.getAudience().contains(audience)
                && issued != null
                && expires != null
                && !issued.toInstant().isAfter(now.plus(LEEWAY))
                && expires.toInstant().isAfter(now.minus(LEEWAY))
                && Duration.between(issued.toInstant(), expires.toInstant()).compareTo(LIFETIME) <= 0;
    }

    private static Caller callerOf(JWTClaimsSet claims) throws ParseException {
        List<String> scopes = claims.getStringListClaim("scopes");
        return new Caller(
                Optional.ofNullable(claims.getStringClaim("account")).orElse(""),
                claims.getSubject(),
                Role.of(claims.getStringClaim("role")),
                scopes == null ? Set.of() : Set.copyOf(scopes),
                claims.getStringClaim("rid"),
                Boolean.TRUE.equals(claims.getBooleanClaim(SUSPENDED)));
    }
}
