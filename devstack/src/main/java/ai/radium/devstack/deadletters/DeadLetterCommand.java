package ai.radium.devstack.deadletters;

import ai.radium.devstack.process.StackFailure;
import java.io.PrintStream;
import java.util.List;

/** {@code ./radium dead-letters}. */
public final class DeadLetterCommand {
    private static final String USAGE = "say ./radium dead-letters [list [QUEUE] | show ID | replay ID|QUEUE|all]";

    private final DeadLetters letters;
    private final PrintStream out;

    public DeadLetterCommand(DeadLetters letters, PrintStream out) {
        this.letters = letters;
        this.out = out;
    }

    /** @param arguments behind the command's name */
    public void run(List<String> arguments) {
        String what = arguments.isEmpty() ? "list" : arguments.getFirst();
        String which = arguments.size() == 2 ? arguments.get(1) : "";
        if (arguments.size() > 2 || (which.isEmpty() && !what.equals("list"))) {
            throw new StackFailure(USAGE);
        }
        switch (what) {
            case "list" -> list(letters.all(which));
            case "show" -> show(one(which));
            case "replay" -> replay(which);
            default -> throw new StackFailure(USAGE);
        }
    }

    private void list(List<DeadLetter> found) {
        if (found.isEmpty()) {
            out.println("no dead letters");
        }
        found.forEach(
                letter -> out.printf("%s  %s  %s  %s%n", letter.id(), letter.time(), letter.event(), letter.reason()));
    }

    private void show(DeadLetter letter) {
        out.println(letter.id() + " of " + letter.time());
        letter.headers().forEach(out::println);
        out.println();
        out.println(letter.value());
    }

    private void replay(String which) {
        if (which.contains("/")) {
            DeadLetter letter = one(which);
            letters.replay(List.of(letter));
            out.println("sent again: " + letter.id() + "; it stays listed until its queue is replayed whole");
            return;
        }
        List<DeadLetter> found = letters.all(which.equals("all") ? "" : which);
        letters.replay(found);
        if (!found.isEmpty()) {
            letters.forget(found);
        }
        out.printf("sent again: %d%n", found.size());
    }

    private DeadLetter one(String id) {
        return letters.all(id.replaceFirst("/.*", "")).stream()
                .filter(letter -> letter.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new StackFailure("there is no dead letter " + id));
    }
}
