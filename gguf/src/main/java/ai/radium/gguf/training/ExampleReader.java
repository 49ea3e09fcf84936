package ai.radium.gguf.training;

import ai.radium.gguf.chat.ChatMessage;
import ai.radium.gguf.chat.ChatTemplate;
import ai.radium.gguf.chat.MarkedText;
import ai.radium.gguf.chat.UnsupportedTemplate;
import ai.radium.gguf.tokenizer.ControlWords;
import ai.radium.gguf.tokenizer.Tokenizer;
import ai.radium.gguf.tokenizer.Tokens;
import ai.radium.gguf.tokenizer.Vocabulary;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Makes tokens of lines, as the engine makes them of the same chat. Safe for many threads. */
public final class ExampleReader {
    private final Tokenizer tokenizer;
    private final Optional<ChatTemplate> template;
    private final int maxContext;

    /** @param maxContext tokens of a line that are kept */
    public ExampleReader(Tokenizer tokenizer, Optional<ChatTemplate> template, int maxContext) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.maxContext = maxContext;
    }

    /**
     * @throws UnusableLine when the line has no answer, or the model no way to read it
     * @throws UnsupportedTemplate when the model's template refuses the line's messages
     */
    public TrainingExample read(TrainingLine line) throws UnusableLine, UnsupportedTemplate {
        return switch (line) {
            case TrainingLine.Chat(List<ChatMessage> messages) -> chat(messages, chatTemplate());
            case TrainingLine.Completion(String prompt, String completion)
            when template.isPresent() ->
                chat(
                        List.of(new ChatMessage("user", prompt), new ChatMessage(ChatMessage.ASSISTANT, completion)),
                        template.get());
            case TrainingLine.Completion(String prompt, String completion) -> raw(prompt, completion);
        };
    }

    private ChatTemplate chatTemplate() throws UnusableLine {
        return template.orElseThrow(() ->
                new UnusableLine("the model has no chat template: its lines hold prompt and completion, not messages"));
    }

    /** Each answer is what its turn adds to the chat that asks for it. */
    private TrainingExample chat(List<ChatMessage> messages, ChatTemplate chats)
            throws UnusableLine, UnsupportedTemplate {
        Growing growing = new Growing();
        tokenizer.begin(growing.tokens);
        MarkedText done = new MarkedText("");
        for (int turn = 0; turn < messages.size() && growing.tokens.size() < maxContext; turn++) {
            if (messages.get(turn).isAnswer()) {
                MarkedText asked = chats.renderMarked(messages.subList(0, turn), true);
                MarkedText answered = chats.renderMarked(messages.subList(0, turn + 1), false);
                chats.append(after(asked, done), growing.beginsText(), growing.tokens);
                int begin = growing.tokens.size();
                chats.append(after(answered, asked), growing.beginsText(), growing.tokens);
                growing.answer(begin);
                done = answered;
            }
        }
        if (growing.answers.isEmpty()) {
            throw new UnusableLine("it has no turn of the assistant");
        }
        growing.end();
        return TrainingExample.of(growing.tokens, growing.answers, maxContext);
    }

    private static MarkedText after(MarkedText longer, MarkedText begin) throws UnusableLine {
        return longer.after(begin)
                .orElseThrow(() -> new UnusableLine(
                        "the model's chat template rewrites earlier turns, so what an answer adds cannot be told"));
    }

    private TrainingExample raw(String prompt, String completion) {
        Growing growing = new Growing();
        tokenizer.begin(growing.tokens);
        tokenizer.append(prompt, ControlWords.AS_TOKENS, true, growing.tokens);
        int begin = growing.tokens.size();
        tokenizer.append(completion, ControlWords.AS_TEXT, growing.beginsText(), growing.tokens);
        growing.answer(begin);
        growing.end();
        return TrainingExample.of(growing.tokens, growing.answers, maxContext);
    }

    /** An example in the making. */
    private final class Growing {
        private final Tokens tokens = new Tokens();
        private final BitSet answers = new BitSet();
        private final Vocabulary vocabulary = tokenizer.vocabulary();

        boolean beginsText() {
            return tokens.isEmpty() || vocabulary.isControl(tokens.get(tokens.size() - 1));
        }

        /** All since then up to the token that ends the turn; where none does, all. */
        void answer(int begin) {
            int end = tokens.size();
            for (int i = tokens.size() - 1; i >= begin; i--) {
                if (vocabulary.endsAnswers(tokens.get(i))) {
                    end = i + 1;
                    break;
                }
            }
            answers.set(begin, end);
        }

        /** Where the template does not end the last answer, the model's own end does. */
        void end() {
            int last = answers.length() - 1;
            boolean isEnded = last >= 0 && vocabulary.endsAnswers(tokens.get(last));
            if (!isEnded && vocabulary.end().isPresent()) {
                answers.set(tokens.size());
                tokens.add(vocabulary.end().getAsInt());
            }
        }
    }
}
