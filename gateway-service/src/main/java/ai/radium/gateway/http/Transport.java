package ai.radium.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The sockets of this machine: epoll on Linux, else NIO. */
public record Transport(EventLoopGroup group, Class<? extends ServerChannel> server, Class<? extends Channel> client) {
    /** How much of a loop's time is for its sockets: 100 spares two looks at the clock per turn; tasks here are short. */
    private static final int IO_RATIO = 100;

    public static Transport of(int loops) {
        if (Epoll.isAvailable()) {
            EpollEventLoopGroup group = new EpollEventLoopGroup(loops);
            group.setIoRatio(IO_RATIO);
            return new Transport(group, EpollServerSocketChannel.class, EpollSocketChannel.class);
        }
        NioEventLoopGroup group = new NioEventLoopGroup(loops);
        group.setIoRatio(IO_RATIO);
        return new Transport(group, NioServerSocketChannel.class, NioSocketChannel.class);
    }
}
