package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.identity.Role;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTokenTest {
    private static final RSAKey RSA = rsa("realm-rsa");
    private static final String MEMBER = "{\"account\":\"%s\",\"role\":\"%s\",\"accountPolicy\":"
            + "{\"name\":\"tier1\",\"requests\":1000,\"windowSeconds\":60,\"scope\":\"ACCOUNT\"}}";

    private final FakeAccountService accounts = new FakeAccountService();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile JWKSet published = new JWKSet(List.<JWK>of(RSA.toPublicJWK()));
    private HttpServer realm;
    private Gate gate;

    @TempDir
    private Path home;

    @BeforeEach
    void open() throws IOException, JOSEException {
        realm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        realm.createContext("/certs", exchange -> {
            fetches.incrementAndGet();
            byte[] body = published.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        realm.start();
        gate = new Gate(
                accounts.uri(),
                URI.create("http://127.0.0.1:" + realm.getAddress().getPort() + "/certs"),
                home,
                false);
        accounts.members.put("{\"sub\":\"u1\",\"email\":\"u@example.org\"}", MEMBER.formatted("acct_u", "owner"));
    }

    @AfterEach
    void close() {
        gate.close();
        realm.stop(0);
        accounts.close();
    }

    @Test
    void aUserBecomesAMemberOfItsAccountAndIsRememberedWithItsToken() throws JOSEException {
        String token = signed(RSA, new RSASSASigner(RSA), JWSAlgorithm.RS256, claims -> claims);

        assertThat(gate.outcome(token)).isEqualTo("acct_u");
        accounts.close();
        realm.stop(0);
        assertThat(gate.outcome(token)).isEqualTo("acct_u");
        assertThat(accounts.lookups).hasSize(1);
    }

    @Test
    void accountServiceIsToldForWhoseRequestItMayOpenAnAccount() throws JOSEException {
        String token = signed(RSA, new RSASSASigner(RSA), JWSAlgorithm.RS256, claims -> claims);

        gate.outcome(token);

        assertThat(accounts.clients).containsExactly("127.0.0.1 req_test");
    }

    @Test
    void aHeaderChoosesAmongSeveralAccounts() throws JOSEException {
        String token = signed(RSA, new RSASSASigner(RSA), JWSAlgorithm.RS256, claims -> claims);
        accounts.members.put(
                "{\"sub\":\"u1\",\"email\":\"u@example.org\",\"account\":\"acct_team\"}",
                MEMBER.formatted("acct_team", "viewer"));
        var team =
                new DefaultHttpHeaders().set("Authorization", "Bearer " + token).set("Radium-Account", "acct_team");
        var foreign = team.copy().set("Radium-Account", "acct_foreign");

        assertThat(gate.ask(team))
                .isInstanceOfSatisfying(
                        Authentication.Known.class,
                        known -> assertThat(known.principal().role()).isEqualTo(Role.VIEWER));
        assertThat(Gate.outcome(gate.ask(foreign))).isEqualTo("404 ACCOUNT_NOT_FOUND");
        assertThat(gate.outcome(token)).isEqualTo("acct_u");
    }

    @Test
    void anOperatorOfTheRealmIsOneInEveryAccount() throws JOSEException {
        String token = signed(
                RSA,
                new RSASSASigner(RSA),
                JWSAlgorithm.RS256,
                claims -> claims.claim("realm_access", Map.of("roles", List.of("platform-admin"))));

        assertThat(gate.bearer(token))
                .isInstanceOfSatisfying(
                        Authentication.Known.class,
                        known -> assertThat(known.principal().role()).isEqualTo(Role.PLATFORM_ADMIN));
    }

    @Test
    void refusesWrongIssuersClientsTimesAndSubjects() throws JOSEException {
        var signer = new RSASSASigner(RSA);
        Date past = Date.from(Instant.now().minusSeconds(1));
        Date future = Date.from(Instant.now().plusSeconds(120));
        Stream<UnaryOperator<JWTClaimsSet.Builder>> lies = Stream.of(
                claims -> claims.issuer("http://elsewhere"),
                claims -> claims.claim("azp", "other-client"),
                claims -> claims.claim("azp", null),
                claims -> claims.expirationTime(past),
                claims -> claims.expirationTime(null),
                claims -> claims.notBeforeTime(future),
                claims -> claims.subject(null));

        assertThat(lies.map(lie -> gate.outcome(signed(RSA, signer, JWSAlgorithm.RS256, lie))))
                .containsOnly("401 INVALID_TOKEN");
        assertThat(accounts.lookups).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "JWT, Bearer, acct_u",
                "-, Bearer, acct_u",
                "at+jwt, Bearer, acct_u",
                "at+jwt, -, acct_u",
                "application/at+jwt, -, acct_u",
                "JWT, ID, 401 INVALID_TOKEN",
                "JWT, Refresh, 401 INVALID_TOKEN",
                "JWT, Offline, 401 INVALID_TOKEN",
                "JWT, DPoP, 401 INVALID_TOKEN",
                "JWT, Logout, 401 INVALID_TOKEN",
                "JWT, bearer, 401 INVALID_TOKEN",
                "JWT, -, 401 INVALID_TOKEN",
                "-, -, 401 INVALID_TOKEN",
                "logout+jwt, Logout, 401 INVALID_TOKEN",
                "logout+jwt, Bearer, 401 INVALID_TOKEN",
                "at+jwt, ID, 401 INVALID_TOKEN",
                "dpop+jwt, Bearer, 401 INVALID_TOKEN"
            })
    void takesAccessTokensOnly(@Nullable String format, @Nullable String type, String outcome) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(RSA.getKeyID());
        if (format != null) {
            header.type(new JOSEObjectType(format));
        }
        var jwt = new SignedJWT(header.build(), claims().claim("typ", type).build());
        jwt.sign(new RSASSASigner(RSA));

        assertThat(gate.outcome(jwt.serialize())).isEqualTo(outcome);
    }

    @Test
    void refusesForeignSignaturesAndAlgorithmsOfSharedSecrets() throws JOSEException {
        RSAKey foreign = rsa("realm-rsa");
        byte[] publicKeyAsSecret = RSA.toRSAPublicKey().getEncoded();
        String none = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + ".eyJzdWIiOiJ1MSJ9.";

        assertThat(Stream.of(
                                signed(foreign, new RSASSASigner(foreign), JWSAlgorithm.RS256, claims -> claims),
                                signed(RSA, new RSASSASigner(RSA), JWSAlgorithm.RS512, claims -> claims),
                                signed(RSA, new MACSigner(publicKeyAsSecret), JWSAlgorithm.HS256, claims -> claims),
                                none,
                                "eyJ.eyJ.xx")
                        .map(gate::outcome))
                .containsOnly("401 INVALID_TOKEN");
    }

    @Test
    void fetchesTheRealmsKeysAgainForAnUnknownOneButNotForEveryToken() throws JOSEException {
        ECKey rotated = new ECKeyGenerator(Curve.P_256).keyID("rotated").generate();
        gate.outcome(signed(RSA, new RSASSASigner(RSA), JWSAlgorithm.RS256, claims -> claims));
        int before = fetches.get();

        for (int i = 0; i < 20; i++) {
            gate.outcome(signed(rotated, new ECDSASigner(rotated), JWSAlgorithm.ES256, claims -> claims));
        }

        assertThat(fetches.get() - before).isLessThanOrEqualTo(1);
    }

    @Test
    void acceptsEs256() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        published = new JWKSet(List.<JWK>of(RSA.toPublicJWK(), key.toPublicJWK()));
        try (var other = new Gate(
                accounts.uri(),
                URI.create("http://127.0.0.1:" + realm.getAddress().getPort() + "/certs"),
                home.resolve("other"),
                false)) {
            assertThat(other.outcome(signed(key, new ECDSASigner(key), JWSAlgorithm.ES256, claims -> claims)))
                    .isEqualTo("acct_u");
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("http://keycloak/realms/radium")
                .subject("u1")
                .claim("typ", "Bearer")
                .claim("azp", "radium-cli")
                .claim("email", "u@example.org")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static String signed(
            JWK key, JWSSigner signer, JWSAlgorithm algorithm, UnaryOperator<JWTClaimsSet.Builder> lie) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
                    lie.apply(claims()).build());
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
