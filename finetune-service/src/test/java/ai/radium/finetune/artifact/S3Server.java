package ai.radium.finetune.artifact;

import static org.awaitility.Awaitility.await;

import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real S3 server with one bucket, over a folder of its own. {@code bin/s3-server.sh} builds it once per machine. */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "artifacts";
    static final String ACCESS_KEY = "of-these-tests";
    static final String SECRET_KEY = "told-to-nobody-at-all";
    static final String REGION = "eu-west-3";

    private final URI endpoint;
    private final Process process;

    private S3Server(URI endpoint, Process process) {
        this.endpoint = endpoint;
        this.process = process;
    }

    static S3Server start() throws Exception {
        Path home = Files.createTempDirectory("radium-s3");
        int port = freePort();
        ProcessBuilder command = new ProcessBuilder(
                        program(),
                        "--port",
                        "127.0.0.1:" + port,
                        "--region",
                        REGION,
                        "--quiet",
                        "posix",
                        "--sidecar",
                        Files.createDirectory(home.resolve("metadata")).toString(),
                        Files.createDirectory(home.resolve("buckets")).toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        command.environment().put("ROOT_ACCESS_KEY", ACCESS_KEY);
        command.environment().put("ROOT_SECRET_KEY", SECRET_KEY);
        S3Server server = new S3Server(URI.create("http://127.0.0.1:" + port), command.start());
        await().atMost(Duration.ofSeconds(30)).until(() -> isOpen(port));
        server.makeTheBucket();
        return server;
    }

    URI endpoint() {
        return endpoint;
    }

    private void makeTheBucket() throws Exception {
        MinioClient client = MinioClient.builder()
                .endpoint(endpoint.toString())
                .region(REGION)
                .credentials(ACCESS_KEY, SECRET_KEY)
                .build();
        client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
    }

    private static String program() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(Path.of("..", "bin", "s3-server.sh").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String path = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!script.waitFor(10, TimeUnit.MINUTES) || script.exitValue() != 0) {
            throw new IllegalStateException("no S3 server on this machine: bin/s3-server.sh says why");
        }
        return path;
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
