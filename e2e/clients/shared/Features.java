import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tries a client's features one after the other and prints a JSON line of each: {feature, result, reason}. */
final class Features {
    static final String BASE_URL = System.getenv("RADIUM_BASE_URL");
    static final String KEY = System.getenv("RADIUM_API_KEY");
    static final String WRONG_KEY = "sk-nobody";
    /** Two requests a minute. */
    static final String LIMITED_KEY = System.getenv("RADIUM_LIMITED_KEY");
    /** Two requests in every three seconds. */
    static final String PATIENT_KEY = System.getenv("RADIUM_PATIENT_KEY");

    static final String MODEL = System.getenv("RADIUM_MODEL");
    static final String EMBEDDING_MODEL = System.getenv("RADIUM_EMBEDDING_MODEL");
    static final String HELLO = "Say hello in three words.";
    static final String JUNE = "Describe a day in June.";
    static final String PARIS = "What is the weather in Paris?";
    static final String SUNNY = "Sunny, 25 degrees.";

    private Features() {}

    /** What a feature does; it fails by throwing. */
    interface Attempt {
        void call() throws Exception;
    }

    static void report(Map<String, Attempt> features) {
        for (String feature : System.getenv("RADIUM_FEATURES").split(" ")) {
            try {
                features.get(feature).call();
                print(feature, "pass", "");
            } catch (Exception | AssertionError problem) { // whatever a client throws is a finding
                print(feature, "fail", told(problem));
            }
        }
        System.exit(0); // some clients leave threads behind
    }

    /** With the program's own line that it came from. */
    private static String told(Throwable problem) {
        return Stream.of(problem.getStackTrace())
                .filter(frame -> frame.getClassName().equals("Client"))
                .findFirst()
                .map(frame -> "line " + frame.getLineNumber() + ": " + problem)
                .orElse(problem.toString());
    }

    static void check(boolean holds, Object otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** What the call throws, of that class. */
    static <E extends Exception> E refused(Class<E> kind, Attempt call) throws Exception {
        try {
            call.call();
        } catch (Exception problem) {
            if (kind.isInstance(problem)) {
                return kind.cast(problem);
            }
            throw problem;
        }
        throw new AssertionError("no " + kind.getSimpleName());
    }

    private static void print(String feature, String result, String reason) {
        System.out.printf("{\"feature\":%s,\"result\":%s,\"reason\":%s}%n", json(feature), json(result), json(reason));
    }

    private static String json(String text) {
        return text.chars()
                .mapToObj(c -> c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : String.valueOf((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
