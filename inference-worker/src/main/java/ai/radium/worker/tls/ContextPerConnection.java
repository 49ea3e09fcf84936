package ai.radium.worker.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.UncheckedIOException;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/**
 * Takes each new connection with a context of its own, made as is right at that moment. Whoever resumes a session is not asked
 * for a certificate and shown none, be theirs expired or ours replaced meanwhile; sessions are a context's own, so none is resumed.
 */
final class ContextPerConnection extends SslContext {
    private final SslContext common; // for what is the same in all
    private volatile SslContextBuilder contexts;

    ContextPerConnection(SslContextBuilder first) throws SSLException {
        common = first.build();
        contexts = first;
    }

    /** One that makes no context changes nothing. */
    void change(SslContextBuilder next) throws SSLException {
        next.build();
        contexts = next;
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return made().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return made().newEngine(allocator, peerHost, peerPort);
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    public List<String> cipherSuites() {
        return common.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // to call, not to implement: the type that is named is deprecated
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return common.applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return common.sessionContext();
    }

    private SslContext made() {
        try {
            return contexts.build();
        } catch (SSLException e) {
            throw new UncheckedIOException(e); // ends this connection
        }
    }
}
