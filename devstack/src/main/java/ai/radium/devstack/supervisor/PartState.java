package ai.radium.devstack.supervisor;

import java.util.Locale;

/** Where a supervised process stands; the lower-case name is what {@code status} shows. */
public enum PartState {
    WAITING,
    STARTING,
    READY,
    /** It lives and says that it cannot serve now. */
    NOT_READY,
    /** The process is there and gives no sign of life. */
    NOT_ANSWERING,
    RESTARTING,
    FAILED,
    STOPPED;

    public String shown() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
