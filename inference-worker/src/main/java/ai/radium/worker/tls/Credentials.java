package ai.radium.worker.tls;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the files held at one moment.
 *
 * @param chain the server's certificate first
 * @param key of that certificate
 * @param clientAuthorities none = clients need no certificate
 */
record Credentials(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities) {
    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Makes a context in microseconds: the key manager, which takes milliseconds to make, is one for all. */
    SslContextBuilder contexts() {
        AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
        keys.updateIdentityCredentials(chain.toArray(X509Certificate[]::new), key);
        SslContextBuilder builder = SslContextBuilder.forServer(keys);
        if (!clientAuthorities.isEmpty()) {
            builder.trustManager(clientAuthorities).clientAuth(ClientAuth.REQUIRE);
        }
        return GrpcSslContexts.configure(builder, SslProvider.JDK);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Credentials[" + certificate().getSubjectX500Principal() + "]";
    }
}
