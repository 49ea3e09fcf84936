package ai.radium.gateway.inference;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.funds.Cover;
import ai.radium.gateway.funds.Funds;
import ai.radium.gateway.funds.Reservation;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.routes.Route;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.worker.Workers;
import ai.radium.kit.tracing.Tracing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Inference on one event loop: all state is the loop's own but for the immutable routes and the spool's files. */
public final class LoopInference {
    private static final byte[] NO_HEADERS = new byte[0];

    private final EventLoop loop;
    private final Routes routes;
    private final Funds funds;
    private final InferenceParts parts;
    private final RequestBody body = new RequestBody();
    private final ResponsesBody responses = new ResponsesBody();
    private final MessagesBody messages = new MessagesBody();

    public LoopInference(
            EventLoop loop,
            Routes routes,
            Funds funds,
            Spool.Writer spool,
            Workers workers,
            Tracing tracing,
            InferenceBounds bounds,
            GatewayTime time) {
        this.loop = loop;
        this.routes = routes;
        this.funds = funds;
        InferenceStats stats = new InferenceStats(workers, spool);
        parts = new InferenceParts(
                new Replicas(workers),
                new UsageRecorder(spool, stats),
                new AttemptSpans(tracing),
                new ProgressWatch(loop, time.ticker()),
                stats,
                bounds,
                time);
    }

    public InferenceStats stats() {
        return parts.stats();
    }

    /**
     * Answers one request.
     *
     * @param content the whole body; released here
     * @param pathModel the deployment or model that the path names, else null
     */
    public void answer(
            Reply reply,
            Principal caller,
            Operation operation,
            @Nullable String pathModel,
            HeldBody content,
            long arrivedNanos) {
        InferenceRequest request;
        try {
            request =
                    read(content.bytes(), operation, pathModel, reply.channel().alloc());
        } catch (RefusedBody refused) {
            refuse(reply, content, refused.refusal());
            return;
        }
        HeldBody held = request instanceof TranslatedRequest chat ? chat.inPlaceOf(content) : content;
        Taken taken = new Taken(reply, caller, operation, request, held, arrivedNanos);
        switch (choose(taken)) {
            case ModelChoice.Refused refused -> refuse(reply, held, refused.why());
            case ModelChoice.Found found -> reserve(taken, found.route());
        }
    }

    /** A request that was read, before it is known who answers it. */
    private record Taken(
            Reply reply,
            Principal caller,
            Operation operation,
            InferenceRequest request,
            HeldBody content,
            long arrivedNanos) {
        /** The same with fewer tokens in each answer; a message names its limit and is not cut. */
        Taken atMost(int tokens) {
            InferenceRequest cut = switch (request) {
                case GenerationRequest generation -> generation.atMost(tokens);
                case ResponsesRequest response -> response.atMost(tokens);
                case MessagesRequest message -> message;
                case EmbeddingRequest embedding -> embedding;
            };
            return new Taken(reply, caller, operation, cut, content, arrivedNanos);
        }

        InferenceCall call(ModelChoice.Found found, Reservation reservation) {
            return new InferenceCall(
                    caller, found.route(), operation, request, reply.requestId(), arrivedNanos, reservation);
        }
    }

    private ModelChoice choose(Taken taken) {
        return ModelChoice.of(taken.caller(), taken.request().model(), routes, parts.replicas(), parts.time());
    }

    /** Of a deployment whose replicas' time is paid no call costs anything. */
    private void reserve(Taken taken, Route route) {
        String account = taken.caller().account();
        if (taken.operation() == Operation.COUNT || route.deployment().billedBy() == BilledBy.REPLICA_SECONDS) {
            begin(taken, funds.ofNothing(account));
        } else {
            funds.reserve(account, route.model(), WorstCase.of(taken.request()), loop, cover -> covered(taken, cover));
        }
    }

    private void covered(Taken taken, Cover cover) {
        switch (cover) {
            case Cover.Covered covered ->
                begin(covered.mostTokens() == 0 ? taken : taken.atMost(covered.mostTokens()), covered.reservation());
            case Cover.NotCovered lacking -> refuse(taken.reply(), taken.content(), FundsRefusals.of(lacking));
            case Cover.Unsure ignored -> refuse(taken.reply(), taken.content(), FundsRefusals.unsure());
        }
    }

    private InferenceRequest read(
            ByteBuf content, Operation operation, @Nullable String pathModel, ByteBufAllocator allocator) {
        return switch (operation) {
            case RESPONSE -> responses.read(content, pathModel, allocator);
            case MESSAGE -> messages.read(content, pathModel, allocator);
            case COUNT -> messages.readCount(content, pathModel, allocator);
            case CHAT, COMPLETION, EMBEDDING -> body.read(content, operation, pathModel);
        };
    }

    private static void refuse(Reply reply, HeldBody content, Refusal why) {
        content.release();
        reply.refuse(why);
    }

    /** What is known of the model's replicas may have changed while the account's funds were asked for. */
    private void begin(Taken taken, Reservation reservation) {
        switch (choose(taken)) {
            case ModelChoice.Refused refused -> giveUp(taken, reservation, refused.why());
            case ModelChoice.Found found -> begin(taken, taken.call(found, reservation), found);
        }
    }

    private void begin(Taken taken, InferenceCall call, ModelChoice.Found found) {
        Reply reply = taken.reply();
        if (reply.isEnded() || !parts.usage().promise()) {
            giveUp(
                    taken,
                    call.reservation(),
                    GatewayProblem.SERVICE_UNAVAILABLE.because("Usage cannot be recorded at the moment"));
            return;
        }
        Attempt first = parts.attempt(reply.span(), call, found.replica());
        open(reply, call, first).begin(found.replica(), taken.content());
    }

    private static void giveUp(Taken taken, Reservation reservation, Refusal why) {
        reservation.free();
        refuse(taken.reply(), taken.content(), why);
    }

    private OpenCall open(Reply reply, InferenceCall call, Attempt first) {
        byte[] extra = headers(call, "");
        return switch (call.request()) {
            case GenerationRequest request
            when request.choices().isPlain() ->
                new Generation(parts, reply, answer(reply, request, first, extra), request, first);
            case GenerationRequest request ->
                new SeveralGenerations(parts, reply, answer(reply, request, first, extra), request, first);
            case ResponsesRequest request ->
                new Generation(parts, reply, response(reply, request, first), request.chat(), first);
            case MessagesRequest request
            when call.operation() == Operation.COUNT ->
                new TokenCount(parts, reply, headers(call, request.warning()), request, first);
            case MessagesRequest request ->
                new Generation(parts, reply, message(reply, request, first), request.chat(), first);
            case EmbeddingRequest request ->
                new Embedding(
                        parts,
                        reply,
                        new VectorsAnswer(reply, extra, call.shownModel(), request.base64()),
                        request,
                        first);
        };
    }

    private static byte[] headers(InferenceCall call, String more) {
        String standIn = call.route().standIn();
        return standIn == null && more.isEmpty()
                ? NO_HEADERS
                : ((standIn == null ? "" : "x-served-model: " + standIn + "\r\n") + more)
                        .getBytes(StandardCharsets.US_ASCII);
    }

    private ChoiceAnswer answer(Reply reply, GenerationRequest request, Attempt first, byte[] extraHeaders) {
        byte[] head = AnswerHead.of(first.call(), first.usageId(), parts.time().epochSeconds());
        AnswerShape shape = new AnswerShape(
                first.call().operation() == Operation.CHAT, request.callsFunctions(), request.choices());
        return request.stream()
                ? new StreamedAnswer(reply, extraHeaders, shape, request.includeUsage(), head)
                : new WholeAnswer(reply, extraHeaders, shape, head);
    }

    private Answer response(Reply reply, ResponsesRequest request, Attempt first) {
        byte[] extra = headers(first.call(), request.warning());
        ResponseObject object =
                ResponseObject.of(first.call(), first.usageId(), parts.time().epochSeconds(), request.echo());
        ResponseOutput output = new ResponseOutput(reply.channel().alloc(), first.usageId());
        return request.stream()
                ? new StreamedResponse(reply, extra, object, output, request.names())
                : new WholeResponse(reply, extra, object, output, request.names());
    }

    private static Answer message(Reply reply, MessagesRequest request, Attempt first) {
        byte[] extra = headers(first.call(), request.warning());
        MessageObject object = MessageObject.of(first.call(), first.usageId(), request.showsThinking());
        ResponseOutput output = new ResponseOutput(reply.channel().alloc(), first.usageId());
        return request.stream()
                ? new StreamedMessage(reply, extra, object, output, request.names())
                : new WholeMessage(reply, extra, object, output, request.names());
    }
}
