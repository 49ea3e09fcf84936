package ai.radium.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether an install can run a model. */
enum Availability {
    /** Its weights are here. */
    AVAILABLE,
    /** Another model answers for it, and says so. */
    STAND_IN,
    /** Neither weights nor a stand-in. */
    UNAVAILABLE;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
