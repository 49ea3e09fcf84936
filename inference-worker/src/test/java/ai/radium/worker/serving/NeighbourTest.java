package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.worker.serving.Entry.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Short questions, one every half second, beside an account that has as many long answers and streams it leaves as it may: an
 * engine on a busy machine, whose steps take 100 ms and bring a token to each slot.
 */
class NeighbourTest {
    private static final int SLOTS = 4;
    private static final int QUEUE = 16;
    private static final int QUESTION_EVERY_STEPS = 5;
    private static final int SHORT_ANSWER = 8;
    private static final int LONG_ANSWER = 400;
    private static final int LEFT_AFTER = 3;
    private static final int MINUTE = 600;
    private static final int NEIGHBOUR_FROM = 100;

    private long step;
    private final Admission admission = new Admission(SLOTS, QUEUE, () -> TimeUnit.MILLISECONDS.toNanos(100 * step));
    private final List<Answer> questions = new ArrayList<>();
    private final List<Answer> ofNeighbour = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();

    private static final class Answer {
        final Entry.Ticket ticket;
        final long arrived;
        final int length;
        int said;

        Answer(Entry.Ticket ticket, long arrived, int length) {
            this.ticket = ticket;
            this.arrived = arrived;
            this.length = length;
        }
    }

    @Test
    void shortQuestionsWaitForNoLongAnswerOfAnotherAccount() throws InterruptedException {
        for (step = 0; step < MINUTE; step++) {
            if (step % QUESTION_EVERY_STEPS == 0) {
                questions.add(arrive("asks", SHORT_ANSWER));
            }
            if (step == NEIGHBOUR_FROM) {
                for (int i = 0; i < SLOTS; i++) {
                    ofNeighbour.add(arrive("neighbour", LEFT_AFTER));
                    ofNeighbour.add(arrive("neighbour", LONG_ANSWER));
                }
            }
            speak(questions);
            int before = ofNeighbour.size();
            speak(ofNeighbour);
            for (int i = ofNeighbour.size(); i < before; i++) {
                ofNeighbour.add(arrive("neighbour", LONG_ANSWER));
            }
        }

        assertThat(waits).hasSizeGreaterThan(MINUTE / QUESTION_EVERY_STEPS - SLOTS);
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(SHORT_ANSWER));
    }

    private Answer arrive(String account, int length) {
        assertThat(admission.lookIn(account)).isEmpty();
        return new Answer((Entry.Ticket) admission.enter(account, 0), step, length);
    }

    /** One step of the engine. */
    private void speak(List<Answer> answers) throws InterruptedException {
        for (Answer answer : List.copyOf(answers)) {
            if (answer.ticket.turn() != Turn.GRANTED) {
                continue;
            }
            answer.ticket.awaitTurn();
            if (answer.said++ == 0 && answer.length == SHORT_ANSWER) {
                waits.add(step - answer.arrived);
            }
            admission.served(answer.ticket, 0, answer.said);
            if (answer.said == answer.length) {
                admission.leave(answer.ticket);
                answers.remove(answer);
            }
        }
    }
}
