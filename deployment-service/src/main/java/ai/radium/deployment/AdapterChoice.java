package ai.radium.deployment;

import java.util.Locale;

/** Which fine-tuned models a running deployment of their base answers for besides. */
public enum AdapterChoice {
    /** Those of its account. */
    AUTO,
    NONE;

    /** As customers write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
