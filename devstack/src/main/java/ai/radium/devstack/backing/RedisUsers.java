package ai.radium.devstack.backing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Who may do what in Redis, as the lines of an ACL file (Redis 6.2, "ACL"). Nobody may reconfigure it, load code into it,
 * write its files elsewhere or make it a copy of another.
 */
public sealed interface RedisUsers {
    /** What the gateway may do: what its scripts call, for a script may do what its caller may. */
    String GATEWAY =
            "~radium:* +eval +evalsha +script|load +hget +hset +hmget +hgetall +hincrby +hdel +del +pexpire +pexpireat +time"
                    + " +zadd +zremrangebyscore +zcard +zscore +client|setname +client|setinfo +select +ping";

    /** Whom {@link Redis} itself asks as whether it answers. */
    String probePassword();

    /** The lines of the ACL file. */
    List<String> lines();

    /** For a platform: the gateway's limits and idempotency keys, and the supervisor's look. */
    record OfPlatform(String gatewayPassword, String probePassword) implements RedisUsers {
        @Override
        public List<String> lines() {
            return List.of(
                    "user default off resetkeys resetchannels -@all",
                    user("gateway", gatewayPassword, GATEWAY),
                    user("probe", probePassword, "+ping"));
        }

        @Override
        public String toString() {
            return "OfPlatform";
        }
    }

    /** For tests, whose data is worth nothing: anybody may work with keys, and a gateway may do what it may in a platform. */
    record OfTests(String gatewayPassword, String probePassword) implements RedisUsers {
        @Override
        public List<String> lines() {
            return List.of(
                    "user default on nopass ~* &* +@all -config -module -debug -save -bgsave -bgrewriteaof"
                            + " -slaveof -replicaof -shutdown -migrate -acl -psync -sync",
                    user("gateway", gatewayPassword, GATEWAY),
                    user("probe", probePassword, "+ping"));
        }

        @Override
        public String toString() {
            return "OfTests";
        }
    }

    private static String user(String name, String password, String rights) {
        return "user %s on #%s resetkeys resetchannels -@all %s".formatted(name, sha256(password), rights);
    }

    private static String sha256(String password) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
