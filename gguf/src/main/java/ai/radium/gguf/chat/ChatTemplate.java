package ai.radium.gguf.chat;

import ai.radium.gguf.Metadata;
import ai.radium.gguf.tokenizer.Tokenizer;
import ai.radium.gguf.tokenizer.Tokens;
import ai.radium.gguf.tokenizer.Vocabulary;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** The template of one model. Safe for many threads. */
public final class ChatTemplate {
    private final String source;
    private final Tokenizer tokenizer;
    private final UserText userText;
    private final Jinja jinja;

    private ChatTemplate(String source, Tokenizer tokenizer, UserText userText, Jinja jinja) {
        this.source = source;
        this.tokenizer = tokenizer;
        this.userText = userText;
        this.jinja = jinja;
    }

    /**
     * The template that a model file brings; nothing for a base model.
     *
     * @param clock for templates that tell the date
     * @param random makes marks that users must not be able to guess
     * @throws UnsupportedTemplate that names what is not known here
     */
    public static Optional<ChatTemplate> of(Metadata metadata, Tokenizer tokenizer, Clock clock, RandomGenerator random)
            throws UnsupportedTemplate {
        Optional<String> source = metadata.text("tokenizer.chat_template");
        if (source.isEmpty()) {
            return Optional.empty();
        }
        KnownWords.check(source.get());
        return Optional.of(new ChatTemplate(
                withoutLastNewline(source.get()),
                tokenizer,
                new UserText(tokenizer.vocabulary().controlWords(), random),
                new Jinja(clock)));
    }

    /**
     * The text of a chat, as llama-server's {@code /apply-template} gives it.
     *
     * @param asksForAnswer whether the assistant's next turn is begun
     * @throws UnsupportedTemplate when the template refuses these messages
     */
    public String render(List<ChatMessage> messages, boolean asksForAnswer) throws UnsupportedTemplate {
        return userText.unmarked(renderMarked(messages, asksForAnswer).text());
    }

    /** The tokens of a prompt that this chat becomes. */
    public int[] prompt(List<ChatMessage> messages) throws UnsupportedTemplate {
        Tokens tokens = new Tokens();
        tokenizer.begin(tokens);
        append(renderMarked(messages, true), true, tokens);
        return tokens.toArray();
    }

    /** The text of a chat in which control words of users can be told from the template's. */
    public MarkedText renderMarked(List<ChatMessage> messages, boolean asksForAnswer) throws UnsupportedTemplate {
        Vocabulary vocabulary = tokenizer.vocabulary();
        Map<String, Object> bindings = new HashMap<>();
        bindings.put("messages", messages.stream().map(this::bindings).toList());
        bindings.put("bos_token", spelling(vocabulary.begin()));
        bindings.put("eos_token", spelling(vocabulary.end()));
        bindings.put("enable_thinking", true);
        // Functions are no variables to jinjava; templates ask whether this one is defined.
        bindings.put("strftime_now", "strftime_now");
        bindings.put("add_generation_prompt", asksForAnswer);
        String text = jinja.render(source, bindings);
        Tokens begin = new Tokens();
        tokenizer.begin(begin);
        // The tokenizer adds it, so the template must not.
        return new MarkedText(
                !begin.isEmpty() && text.startsWith(spelling(vocabulary.begin()))
                        ? text.substring(spelling(vocabulary.begin()).length())
                        : text);
    }

    /**
     * Adds a text's tokens.
     *
     * @param isFirst whether no text stands before it, or a control token
     */
    public void append(MarkedText text, boolean isFirst, Tokens into) {
        userText.append(text.text(), tokenizer, isFirst, into);
    }

    private Map<String, Object> bindings(ChatMessage message) {
        return new ChatMessage(userText.marked(message.role()), userText.marked(message.content())).bindings();
    }

    private String spelling(OptionalInt id) {
        return id.isPresent() ? tokenizer.vocabulary().spelling(id.getAsInt()) : "";
    }

    /** As Jinja reads a template. */
    private static String withoutLastNewline(String source) {
        return source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    }
}
