package ai.radium.kit.idempotency;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource's method that makes or charges something and gives its entity in a {@code Uni}: a request with the header
 * {@code Idempotency-Key} has its effect once (the IETF's draft "The Idempotency-Key HTTP Header Field"). The reply is stored
 * in the transaction of the effect, and given again to whoever sends the same request with the same key.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
