package ai.radium.kit.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The bounds of a number in a body, which a problem tells when what was sent is no such number at all. Who takes the value
 * checks them: a body is read before it is known what it is for.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Between {
    long least();

    long most();
}
