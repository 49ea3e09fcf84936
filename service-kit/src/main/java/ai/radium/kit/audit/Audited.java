package ai.radium.kit.audit;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource's method that changes something and gives its entity, enveloped or bare, in a {@code Uni}: the method's work is one
 * transaction, and who did what to which resource is told in it. What is refused, and what {@link AuditTrail#nothingChanged},
 * leaves no row; a stored reply that is given again neither. The resource is the one that the path names, else the one
 * that the reply shows.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Audited {
    /** The action's name, for example {@code api_key.create}. */
    @Nonbinding
    String value() default "";

    /** The member of the reply's data that identifies what was made. */
    @Nonbinding
    String id() default "id";

    /** Whether the resource is an account, whose log the row then belongs in, whoever acts. */
    @Nonbinding
    boolean onAccount() default false;
}
