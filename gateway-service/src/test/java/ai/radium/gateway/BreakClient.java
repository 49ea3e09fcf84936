package ai.radium.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client of the break table, and what it was told, in the table's words. */
final class BreakClient implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("(?:\"code\"|\"error\":\\{\"type\"):\"([a-z0-9_]+)\"");
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final LocalGateway.RawClient raw;
    private final StringBuilder heard = new StringBuilder();
    private final byte[] buffer = new byte[16 * 1024];
    private boolean kept;

    BreakClient(LocalGateway.RawClient raw) {
        this.raw = raw;
    }

    BreakClient says(String text) throws IOException {
        raw.say(text);
        return this;
    }

    Socket socket() {
        return raw.socket();
    }

    /** Reads one reply, or to the end if it breaks off: status, how it ended or the error's code, tokens. */
    String reads() throws IOException {
        while (!isWhole() && more()) {
            // more() has taken it
        }
        String told = told();
        kept = isWhole() && heard.substring(0, heard.indexOf("\r\n\r\n")).indexOf("connection: close") < 0;
        heard.setLength(0);
        return told;
    }

    /** Whether the connection goes on behind the reply that was read. */
    boolean isKept() {
        return kept;
    }

    /** Whether the gateway still takes what is said. */
    boolean reaches() {
        try {
            raw.say("\r\n");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads until so many tokens have come. */
    void readsTokens(int count) throws IOException {
        while (tokens() < count && more()) {
            // more() has taken it
        }
    }

    /** Reads until the gateway closes. */
    String readsToTheEnd() throws IOException {
        while (more()) {
            // more() has taken it
        }
        return told();
    }

    private boolean more() throws IOException {
        try {
            int read = raw.socket().getInputStream().read(buffer);
            if (read > 0) {
                heard.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            }
            return read >= 0;
        } catch (SocketException e) {
            return false; // reset
        }
    }

    private boolean isWhole() {
        int end = heard.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = heard.substring(0, end + 2).toLowerCase(Locale.ROOT);
        if (head.contains("transfer-encoding: chunked")) {
            return heard.length() >= LAST_CHUNK.length()
                    && heard.indexOf(LAST_CHUNK, heard.length() - LAST_CHUNK.length()) >= 0;
        }
        Matcher length = LENGTH.matcher(head);
        return length.find() && heard.length() >= end + 4 + Integer.parseInt(length.group(1));
    }

    private String told() {
        if (heard.isEmpty()) {
            return "nothing";
        }
        String status = heard.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
        if (!status.equals("200")) {
            return status + " " + code();
        }
        boolean done = heard.indexOf("data: [DONE]") >= 0
                || heard.indexOf("event: response.completed\n") >= 0
                || heard.indexOf("event: message_stop\n") >= 0;
        boolean error = heard.indexOf("event: error") >= 0;
        if (!isWhole() || (done && error)) {
            return "200 " + (done && error ? "both ends" : "cut");
        }
        if (heard.indexOf("text/event-stream") < 0) {
            return "200 whole " + tokens();
        }
        return "200 " + (done ? "done " : error ? code() + " after " : "bare end ") + tokens();
    }

    private String code() {
        Matcher code = CODE.matcher(heard.substring(Math.max(0, heard.indexOf("event: error"))));
        return code.find() ? code.group(1) : "without a code";
    }

    int tokens() {
        // the events of a response repeat its text when it has ended
        String token = (heard.indexOf("event: response.") < 0 ? "" : "\"delta\":\"") + BreakWorker.TOKEN;
        int count = 0;
        for (int at = heard.indexOf(token); at >= 0; at = heard.indexOf(token, at + 1)) {
            count++;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
