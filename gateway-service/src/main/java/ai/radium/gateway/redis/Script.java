package ai.radium.gateway.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A Lua script that Redis knows by its hash, and is told again after it forgot. */
public record Script(String body, String sha1) {
    /** @param user whose package has the file */
    public static Script named(Class<?> user, String file) {
        try (InputStream in = Objects.requireNonNull(user.getResourceAsStream(file), file)) {
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes);
            return new Script(
                    new String(bytes, StandardCharsets.UTF_8), HexFormat.of().formatHex(hash));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    public <T> CompletionStage<T> run(
            RedisAsyncCommands<String, String> redis, ScriptOutputType output, String[] keys, String... arguments) {
        CompletionStage<T> known = redis.evalsha(sha1, output, keys, arguments);
        return known.exceptionallyCompose(failure -> {
            if (unwrapped(failure) instanceof RedisNoScriptException) {
                return redis.eval(body, output, keys, arguments);
            }
            throw new CompletionException(failure);
        });
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
