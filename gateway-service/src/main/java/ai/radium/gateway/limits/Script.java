package ai.radium.gateway.limits;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A Lua script that Redis knows by its hash, and is told again after it forgot. */
record Script(String body) {
    static Script named(String file) {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file), file)) {
            return new Script(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <T> CompletionStage<T> run(
            RedisAsyncCommands<String, String> redis, ScriptOutputType output, String[] keys, String... arguments) {
        CompletionStage<T> known = redis.evalsha(redis.digest(body), output, keys, arguments);
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
