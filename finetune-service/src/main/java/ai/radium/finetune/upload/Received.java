package ai.radium.finetune.upload;

import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the request at hand brought. */
@RequestScoped
public class Received {
    private @Nullable ReceivedForm form;

    void set(ReceivedForm received) {
        form = received;
    }

    /** @throws NullPointerException in a method that is not {@link WithFile} */
    public ReceivedForm form() {
        return Objects.requireNonNull(form, "a method with a file");
    }
}
