package ai.radium.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * A short streamed question.
 *
 * @param millis to its end
 * @param firstTokenMillis −1 = none came
 * @param told the status line, and what else of an answer that failed is no part of a stream's plain course
 */
record VictimCall(LocalTime began, long millis, long firstTokenMillis, boolean failed, String told) {
    private static final int PATIENCE_MILLIS = 60_000;

    static VictimCall now(ApiClient api, String model) {
        LocalTime began = LocalTime.now(ZoneOffset.UTC);
        long before = System.nanoTime();
        long first = -1;
        boolean done = false;
        StringBuilder told = new StringBuilder();
        URI address = URI.create(api.baseUrl() + "/chat/completions");
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request(api, model, address.getPath()));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"error\"") || line.startsWith("HTTP/")) {
                    told.append(line).append(' ');
                } else if (first < 0 && line.startsWith("data: {")) {
                    first = millisSince(before);
                }
                done |= line.equals("data: [DONE]");
            }
        } catch (IOException e) {
            told.append(e);
        }
        boolean failed = first < 0 || !done || told.indexOf("\"error\"") >= 0;
        return new VictimCall(
                began, millisSince(before), first, failed, told.toString().strip());
    }

    private static byte[] request(ApiClient api, String model, String path) {
        String body =
                "{\"model\":\"%s\",\"stream\":true,\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .formatted(model);
        return ("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + api.key()
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
