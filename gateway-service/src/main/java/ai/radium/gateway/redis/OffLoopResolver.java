package ai.radium.gateway.redis;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks for a host's addresses on a thread of its own, for the JDK's resolver blocks. */
final class OffLoopResolver extends AddressResolverGroup<InetSocketAddress> {
    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
        return new InetNameResolver(loop) {
            @Override
            protected void doResolve(String host, Promise<InetAddress> promise) {
                answer(() -> InetAddress.getByName(host), promise);
            }

            @Override
            protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                answer(() -> List.of(InetAddress.getAllByName(host)), promise);
            }
        }.asAddressResolver();
    }

    private interface Lookup<T> {
        T look() throws UnknownHostException;
    }

    private static <T> void answer(Lookup<T> lookup, Promise<T> promise) {
        Thread.ofVirtual().start(() -> {
            try {
                promise.trySuccess(lookup.look());
            } catch (UnknownHostException e) {
                promise.tryFailure(e);
            }
        });
    }
}
