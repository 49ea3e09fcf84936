package ai.radium.gateway.relay;

import ai.radium.gateway.identity.InternalTokenSigner;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.opentelemetry.api.trace.Span;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The least of a server in front of a relay: every request is alice's and goes to deployment-service. */
final class Front implements AutoCloseable {
    static final Caller ALICE = new Caller("acct_1", "alice", Role.OWNER, Set.of(), null);
    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final Channel listener;

    Front(InternalTokenSigner signer, RelayConfig config) {
        EventLoop loop = group.next();
        var relay = new Relay(loop, NioSocketChannel.class, signer, config, GatewayTime.system());
        listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Client(relay));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private static final class Client extends ChannelInboundHandlerAdapter implements ClientReply {
        private final Relay relay;
        private @Nullable ChannelHandlerContext context;
        private @Nullable RelayedExchange exchange;
        private @Nullable HttpRequest request;
        private boolean bodyWhole;

        Client(Relay relay) {
            this.relay = relay;
        }

        private ChannelHandlerContext context() {
            return Objects.requireNonNull(context);
        }

        @Override
        public void channelActive(ChannelHandlerContext active) {
            context = active;
        }

        @Override
        public void channelRead(ChannelHandlerContext ignored, Object message) {
            if (message instanceof HttpRequest head) {
                request = head;
                bodyWhole = false;
                String target = head.uri().replaceFirst("^/(v1|api/v1|api/deploy)(?=/)", "");
                exchange = relay.begin(
                        new RelayedRequest(
                                Service.DEPLOYMENT,
                                head.method(),
                                target,
                                head.headers(),
                                HttpUtil.isTransferEncodingChunked(head)
                                        ? RelayedRequest.CHUNKED
                                        : HttpUtil.getContentLength(head, 0L),
                                ALICE,
                                "192.0.2.7",
                                "req-1",
                                Span.getInvalid()),
                        this);
            }
            if (message instanceof HttpContent part) {
                bodyWhole = part instanceof LastHttpContent;
                Objects.requireNonNull(exchange).body(part);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ignored) {
            if (exchange != null) {
                exchange.clientWritable(isWritable());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ignored) {
            if (exchange != null) {
                exchange.clientGone();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
            context().close();
        }

        @Override
        public void head(HttpResponseStatus status, HttpHeaders headers, long length) {
            var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers);
            if (length < 0) {
                HttpUtil.setTransferEncodingChunked(head, true);
            } else {
                HttpUtil.setContentLength(head, length);
            }
            context().writeAndFlush(head);
        }

        @Override
        public void content(ByteBuf part) {
            context().writeAndFlush(new DefaultHttpContent(part));
        }

        @Override
        public void end() {
            closeUnlessWhole(context().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
        }

        @Override
        public void refuse(Refusal why) {
            HttpRequest asked = Objects.requireNonNull(request);
            Dialect dialect = asked.uri().startsWith("/api/v1") ? Dialect.OBJECT : Dialect.STRING;
            byte[] body = dialect.render(why, "req-1");
            var reply = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(why.status()), Unpooled.wrappedBuffer(body));
            reply.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
            if (why.retryAfterSeconds() > 0) {
                reply.headers().set(HttpHeaderNames.RETRY_AFTER, why.retryAfterSeconds());
            }
            closeUnlessWhole(context().writeAndFlush(reply));
        }

        private void closeUnlessWhole(ChannelFuture written) {
            if (!bodyWhole) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void abort() {
            context().close();
        }

        @Override
        public boolean isWritable() {
            return context().channel().isWritable();
        }

        @Override
        public void acceptBody(boolean more) {
            context().channel().config().setAutoRead(more);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
