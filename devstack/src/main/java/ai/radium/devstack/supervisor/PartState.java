package ai.radium.devstack.supervisor;

/** Where a supervised process stands; the lower-case name is what {@code status} shows. */
public enum PartState {
    WAITING,
    STARTING,
    READY,
    RESTARTING,
    FAILED,
    STOPPED;

    public String shown() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
