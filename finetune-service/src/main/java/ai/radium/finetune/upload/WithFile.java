package ai.radium.finetune.upload;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a resource's method without a body: the request is a form with one file, which {@link Received} has when it begins. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithFile {
    /** How large it may be. */
    Size size() default Size.FILE;

    enum Size {
        FILE,
        PART
    }
}
