package ai.radium.gateway.limits;

import ai.radium.gateway.redis.Script;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Speaks Redis' protocol and answers the limiter's scripts as a test says: each question with the next answer. */
final class ScriptedRedis implements AutoCloseable {
    private static final String TAKE =
            Script.named(RedisPermits.class, "take.lua").sha1();
    private static final String GIVE_BACK =
            Script.named(RedisPermits.class, "give-back.lua").sha1();
    private static final String HERE =
            Script.named(RedisPermits.class, "here.lua").sha1();

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private final List<List<Long>> givenBack = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private volatile int gateways = 1;

    /** @param alone what the gateway says that it admitted without Redis, for each counter */
    record Question(long needed, long ahead, List<Long> alone) {}

    ScriptedRedis() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    ScriptedRedis withGateways(int count) {
        gateways = count;
        return this;
    }

    /** The answer to one question that was or will be asked; until there is one it waits. */
    void answer(long given, long waitMillis, Grant.Window... windows) {
        StringBuilder reply =
                new StringBuilder("*%d\r\n:%d\r\n:%d\r\n".formatted(2 + 3 * windows.length, given, waitMillis));
        for (Grant.Window window : windows) {
            reply.append(":%d\r\n:%d\r\n:%d\r\n".formatted(window.used(), window.endMillis(), window.millisLeft()));
        }
        answers.add(reply.toString());
    }

    void fail() {
        answers.add("-ERR out of order\r\n");
    }

    List<Question> questions() {
        return List.copyOf(questions);
    }

    /** Each time the permits, then the ends of their windows. */
    List<List<Long>> givenBack() {
        return List.copyOf(givenBack);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            closeAll();
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream()) {
            for (List<String> command = command(in); !command.isEmpty(); command = command(in)) {
                out.write(reply(command).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            open.remove(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String reply(List<String> command) throws InterruptedException {
        if (!command.getFirst().equalsIgnoreCase("EVALSHA")) {
            return command.getFirst().equalsIgnoreCase("HELLO") ? "-ERR unknown command 'HELLO'\r\n" : "+OK\r\n";
        }
        int keys = Integer.parseInt(command.get(2));
        List<String> arguments = command.subList(3 + keys, command.size());
        if (command.get(1).equals(HERE)) {
            return ":" + gateways + "\r\n";
        }
        if (command.get(1).equals(GIVE_BACK)) {
            givenBack.add(arguments.stream().map(Long::valueOf).toList());
            return ":0\r\n";
        }
        if (!command.get(1).equals(TAKE)) {
            return "-ERR unknown script\r\n";
        }
        List<Long> alone = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            alone.add(Long.valueOf(arguments.get(3 * i + 5)));
        }
        questions.add(new Question(Long.parseLong(arguments.get(0)), Long.parseLong(arguments.get(1)), alone));
        return answers.take();
    }

    /** One command of RESP2, an array of texts; empty at the connection's end. */
    private static List<String> command(InputStream in) throws IOException {
        String head = line(in);
        List<String> command = new ArrayList<>();
        for (int left = head.isEmpty() ? 0 : Integer.parseInt(head.substring(1)); left > 0; left--) {
            int length = Integer.parseInt(line(in).substring(1));
            command.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            line(in);
        }
        return command;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            line.append((char) read);
        }
        return line.toString().strip();
    }

    private void closeAll() {
        open.forEach(client -> {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeAll();
    }
}
