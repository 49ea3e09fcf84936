package ai.radium.gateway.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Those who want to know how a window stands. One question is open at a time; who comes meanwhile waits for the next one, as
 * the open one may have been answered before what he knows of.
 */
final class Looks {
    private final Runnable ask;
    private List<Consumer<Allowance>> asked = List.of();
    private List<Consumer<Allowance>> next = new ArrayList<>();

    /** @param ask asks once; {@link #answer} must follow */
    Looks(Runnable ask) {
        this.ask = ask;
    }

    void add(Consumer<Allowance> then) {
        next.add(then);
        if (asked.isEmpty()) {
            askForNext();
        }
    }

    private void askForNext() {
        asked = next;
        next = new ArrayList<>();
        ask.run();
    }

    void answer(Allowance allowance) {
        List<Consumer<Allowance>> told = asked;
        asked = List.of();
        told.forEach(then -> then.accept(allowance));
        if (asked.isEmpty() && !next.isEmpty()) {
            askForNext();
        }
    }

    boolean isIdle() {
        return asked.isEmpty() && next.isEmpty();
    }
}
