package ai.radium.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.netty.channel.DefaultEventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A gateway's identity with everything real but the processes behind it. */
final class Gate implements AutoCloseable {
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    private final DefaultEventLoop loop = new DefaultEventLoop();
    final InternalTokenSigner signer;
    final Identity identity;

    Gate(URI accounts, URI jwks, Path home, boolean demoKeys) throws JOSEException {
        this(accounts, jwks, home, demoKeys, InstantSource.system());
    }

    Gate(URI accounts, URI jwks, Path home, boolean demoKeys, InstantSource clock) throws JOSEException {
        this(accounts, jwks, "http://keycloak/realms/radium", home, demoKeys, clock);
    }

    Gate(URI accounts, URI jwks, String issuer, Path home, boolean demoKeys, InstantSource clock) throws JOSEException {
        this(accounts, jwks, issuer, home, demoKeys, clock, TrustedProxies.NONE);
    }

    Gate(
            URI accounts,
            URI jwks,
            String issuer,
            Path home,
            boolean demoKeys,
            InstantSource clock,
            TrustedProxies proxies)
            throws JOSEException {
        signer = new InternalTokenSigner(
                new ECKeyGenerator(Curve.P_256).keyID("edge").generate(), clock);
        identity = new Identity(
                new IdentityConfig(
                        accounts,
                        jwks,
                        issuer,
                        Set.of("radium-cli"),
                        home,
                        demoKeys,
                        1_000,
                        GuessingLimits.DEFAULT,
                        proxies),
                signer,
                clock);
    }

    Authentication bearer(String credential) {
        return ask(new DefaultHttpHeaders().set("Authorization", "Bearer " + credential));
    }

    Authentication ask(HttpHeaders headers) {
        return askAsync(headers, CLIENT).orTimeout(10, TimeUnit.SECONDS).join();
    }

    CompletableFuture<Authentication> askAsync(HttpHeaders headers, InetSocketAddress client) {
        var answer = new CompletableFuture<Authentication>();
        loop.execute(() -> identity.authenticator().authenticate(headers, client, "req_test", loop, answer::complete));
        return answer;
    }

    /** Code of the refusal, or the account. */
    String outcome(String credential) {
        return outcome(bearer(credential));
    }

    static String outcome(Authentication answer) {
        return switch (answer) {
            case Authentication.Known known -> known.principal().account();
            case Authentication.Elsewhere elsewhere ->
                elsewhere.refusal().status() + " " + elsewhere.refusal().code();
            case Authentication.Unknown unknown ->
                unknown.refusal().status() + " " + unknown.refusal().code();
        };
    }

    static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String record(String keyId, String account, String more) {
        return """
            {"keyId":"%s","account":"%s","status":"active","scopes":[],"version":1,"role":"developer",
             "accountPolicy":{"name":"tier1","requests":1000,"windowSeconds":60,"scope":"ACCOUNT"}%s}\
            """.formatted(keyId, account, more);
    }

    @Override
    public void close() {
        identity.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
