package ai.radium.gateway.redis;

import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets Redis be spoken to on the gateway's own loops: an answer that must wake another thread costs more than all else that
 * is done for a question. Where Lettuce wants another kind of loop it gets one of its own.
 */
record SharedLoops(EventLoopGroup shared, EventLoopGroupProvider own) implements EventLoopGroupProvider {
    static SharedLoops of(EventLoopGroup shared) {
        return new SharedLoops(shared, new DefaultEventLoopGroupProvider(1));
    }

    @Override
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
        return type.isInstance(shared) ? type.cast(shared) : own.allocate(type);
    }

    @Override
    public int threadPoolSize() {
        return own.threadPoolSize();
    }

    @Override
    public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
        return group.equals(shared)
                ? GlobalEventExecutor.INSTANCE.newSucceededFuture(true)
                : own.release(group, quietPeriod, timeout, unit);
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
        return own.shutdown(quietPeriod, timeout, unit);
    }
}
