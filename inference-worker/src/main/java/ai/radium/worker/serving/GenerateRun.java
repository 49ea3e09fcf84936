package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.log.UsageLog;
import ai.radium.worker.request.RequestCost;
import ai.radium.worker.request.RequestReader;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One generation from its arrival to its end. */
final class GenerateRun extends Run {
    private final GenerateRequest request;
    private final EventOutbox outbox;
    private final long arrivedAt = System.nanoTime();

    private @Nullable Generation generation; // once it is prepared
    private Progress progress = Progress.NOTHING;

    GenerateRun(GenerateRequest request, EventOutbox outbox, Room room, Consumer<Run> onEnd) {
        super(
                request.getAccountId(),
                request.getInput().length(),
                room.spans()
                        .begin("Generate", request.getRequestId(), request.getUsageId())
                        .setAttribute(WorkSpans.MODEL, request.getModel()),
                room,
                onEnd);
        this.request = request;
        this.outbox = outbox;
    }

    @Override
    void refuse(StatusRuntimeException status) {
        outbox.refuse(status);
    }

    @Override
    RequestCost cost() {
        return RequestCost.of(request);
    }

    @Override
    void prepare() throws InterruptedException {
        if (!(room.engine().state() instanceof EngineState.Ready ready)) {
            throw Refusals.engineDown();
        }
        if (room.embeds()) {
            throw EngineRefusal.invalid("model", "this model makes embeddings and answers no prompts");
        }
        generation = room.engine().check(RequestReader.generation(request, ready));
    }

    /** Throws nothing, bugs apart. */
    @Override
    void admitted(Entry.Ticket ticket) {
        outbox.send(Events.accepted(ticket.position()));
        accepted(ticket, Objects.requireNonNull(generation));
    }

    private void accepted(Entry.Ticket ticket, Generation generation) {
        long acceptedAt = System.nanoTime();
        try {
            if (ticket.awaitTurn() == Entry.Turn.DISPLACED) {
                displaced();
                outbox.end();
                return;
            }
            long startedAt = System.nanoTime();
            room.metrics().queueWait().observe(startedAt - acceptedAt);
            WorkSpans.waited(span, startedAt - acceptedAt);
            EngineFinish finish = room.engine().generate(generation, event -> event(event, ticket));
            room.admission().ran(Duration.ofNanos(System.nanoTime() - startedAt));
            room.admission().served(ticket, finish.promptTokens(), finish.completionTokens());
            finished(finish, startedAt);
        } catch (InterruptedException e) {
            interrupted();
        } catch (EngineRefusal e) {
            failed(e.code(), Events.error(e.code(), false, e.explanation(), e.param()));
        } catch (EngineFailure e) {
            failed(e.code(), Events.error(e.code(), e.isRetryable(), e.explanation(), ""));
        } catch (SlowReader e) {
            failed(SlowReader.CODE, Events.error(SlowReader.CODE, false, SlowReader.EXPLANATION, ""));
        }
        outbox.end();
    }

    private void event(EngineEvent event, Entry.Ticket ticket) {
        long now = System.nanoTime();
        switch (event) {
            case EngineEvent.Prefilled prefilled -> {
                progress = progress.prefilled(prefilled, now);
                span.addEvent(WorkSpans.PREFILLED);
                room.metrics().firstToken(now - arrivedAt);
                room.admission().served(ticket, prefilled.promptTokens(), 0);
                outbox.send(Events.prefillDone(prefilled, now - arrivedAt));
            }
            case EngineEvent.Piece piece -> {
                int tokens = Math.max(0, piece.completionTokens() - progress.completionTokens());
                room.metrics().generatedTokens().add(tokens);
                if (tokens > 0 && progress.completionTokens() > 0) {
                    room.metrics().tokens(tokens, (now - progress.at()) / tokens);
                }
                progress = progress.generated(piece, now);
                room.admission().served(ticket, progress.promptTokens(), progress.completionTokens());
                if (!piece.isBlank()) {
                    outbox.deliver(Events.delta(piece));
                }
            }
        }
    }

    private void finished(EngineFinish finish, long startedAt) {
        room.metrics().drafted(finish.drafts().proposed(), finish.drafts().accepted());
        if (progress.completionTokens() > 1) {
            room.metrics().outputTokenTime((progress.at() - progress.firstAt()) / (progress.completionTokens() - 1));
        }
        progress = progress.finished(finish);
        write(finish.reason(), finish);
        outbox.send(Events.finished(finish, startedAt - arrivedAt));
    }

    private void displaced() {
        String reason = "the queue is full, and this place went to an account with less than its share of it";
        failed(Refusals.QUEUE_FULL, Events.error(Refusals.QUEUE_FULL, true, reason, ""));
    }

    private void interrupted() {
        if (isEvicted()) {
            failed("draining", Events.error("draining", true, "this replica is shutting down", ""));
        } else {
            write("cancelled", null);
        }
    }

    private void failed(String code, Event error) {
        write(code, null);
        outbox.send(error);
    }

    /** Before the client learns of the end. */
    private void write(String reason, @Nullable EngineFinish finish) {
        room.usageLog()
                .append(new UsageLog.Line(
                        request.getUsageId(),
                        request.getRequestId(),
                        request.getAccountId(),
                        progress.promptTokens(),
                        progress.completionTokens(),
                        progress.cachedTokens(),
                        reason));
        room.metrics().ended(reason, progress.promptTokens(), progress.completionTokens());
        WorkSpans.ended(span, progress, reason, finish);
        RunLog.ended(request, progress, reason, System.nanoTime() - arrivedAt);
    }
}
