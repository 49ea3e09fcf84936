package ai.radium.devstack.supervisor;

import java.time.Duration;

/** How the end of a process is told to people. */
public final class Endings {
    private Endings() {}

    /** @param byItself false when it had to be killed after the budget */
    public static String of(String name, boolean byItself, Duration budget) {
        return byItself
                ? name + " stopped"
                : "%s killed: it had not ended %d s after it was told to".formatted(name, budget.toSeconds());
    }
}
