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
record Transport(EventLoopGroup group, Class<? extends ServerChannel> server, Class<? extends Channel> client) {
    static Transport of(int loops) {
        return Epoll.isAvailable()
                ? new Transport(
                        new EpollEventLoopGroup(loops), EpollServerSocketChannel.class, EpollSocketChannel.class)
                : new Transport(new NioEventLoopGroup(loops), NioServerSocketChannel.class, NioSocketChannel.class);
    }
}
