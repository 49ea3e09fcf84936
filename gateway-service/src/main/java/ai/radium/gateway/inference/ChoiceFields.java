package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** How many answers are asked for, and to what. */
final class ChoiceFields {
    /** Of one prompt. OpenAI's 128 are more than a replica runs at once. */
    static final int MOST_EACH = 8;

    private static final int MOST_PROMPTS = 32;

    /** Of prompts that choices begin with, all of them together: what they are held in is not counted. */
    private static final int MOST_ECHOED_BYTES = 4 * 1024 * 1024;

    private final GivenFields fields;
    private final ByteBuf body;

    ChoiceFields(GivenFields fields, ByteBuf body) {
        this.fields = fields;
        this.body = body;
    }

    Choices ofAChat() {
        if (fields.has(Field.BEST_OF)) {
            fields.whole(Field.BEST_OF, 1, 1);
        }
        if (fields.flag(Field.ECHO)) {
            throw RefusedBody.elsewhere(Field.ECHO.word());
        }
        int each = each();
        return each == 1 ? Choices.ONE : new Choices(each, List.of(), false);
    }

    Choices ofACompletion() {
        int each = each();
        bestOf(each);
        boolean echo = fields.flag(Field.ECHO);
        List<ByteBuf> prompts = prompts();
        if (echo) {
            checkEcho(each, prompts);
        }
        return each == 1 && prompts.size() == 1 && !echo ? Choices.ONE : new Choices(each, prompts, echo);
    }

    private int each() {
        return fields.has(Field.N) ? (int) fields.whole(Field.N, 1, MOST_EACH) : 1;
    }

    /** All that are generated are given. */
    private void bestOf(int each) {
        if (fields.has(Field.BEST_OF)) {
            long best = fields.whole(Field.BEST_OF, 1, MOST_EACH);
            if (best != 1 && best != each) {
                throw RefusedBody.at(
                        Field.BEST_OF.word(), "best_of must be 1 or n: all choices that are made here are given");
            }
        }
    }

    private void checkEcho(int each, List<ByteBuf> prompts) {
        if (fields.has(Field.LOGPROBS)) {
            throw RefusedBody.at(Field.ECHO.word(), "echo can only be false beside logprobs here");
        }
        long bytes = 0;
        for (ByteBuf prompt : prompts) {
            if (prompt.getByte(prompt.readerIndex()) != '"') {
                throw RefusedBody.at(Field.ECHO.word(), "echo can only be false for a prompt of token ids here");
            }
            bytes += (long) each * prompt.readableBytes();
        }
        if (bytes > MOST_ECHOED_BYTES) {
            throw RefusedBody.at(
                    Field.ECHO.word(),
                    "echo would give back " + bytes + " bytes of prompts, and may give " + MOST_ECHOED_BYTES);
        }
    }

    /** Each by itself: a text, a list of token ids, or a list of such. Of token ids the worker judges each. */
    private List<ByteBuf> prompts() {
        if (!fields.span(Field.PROMPT).isArray() || isOfTokens()) {
            return List.of(fields.slice(body, Field.PROMPT));
        }
        List<ByteBuf> prompts = new ArrayList<>();
        JsonWalk walk = new JsonWalk(fields.bytes());
        walk.elements(fields.start(Field.PROMPT), (i, start) -> {
            int end = walk.skip(start);
            prompts.add(prompt(i, start, end));
            return end;
        });
        if (prompts.isEmpty()) {
            throw RefusedBody.at(Field.PROMPT.word(), "prompt must not be empty");
        }
        return prompts;
    }

    private boolean isOfTokens() {
        byte[] bytes = fields.bytes();
        int at = fields.start(Field.PROMPT) + 1;
        while (bytes[at] <= ' ') {
            at++;
        }
        return bytes[at] == '-' || (bytes[at] >= '0' && bytes[at] <= '9');
    }

    private ByteBuf prompt(int index, int start, int end) {
        if (index == MOST_PROMPTS) {
            throw RefusedBody.at(Field.PROMPT.word(), "prompt must be at most " + MOST_PROMPTS + " prompts");
        }
        JsonSpan prompt = new JsonSpan(fields.bytes(), start, end);
        if (!prompt.isString() && !prompt.isArray()) {
            String place = Field.PROMPT.word() + "[" + index + "]";
            throw RefusedBody.at(place, place + " must be a string or an array of token ids");
        }
        return body.slice(body.readerIndex() + start, end - start);
    }
}
