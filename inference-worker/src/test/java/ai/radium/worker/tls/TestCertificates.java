package ai.radium.worker.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates of the JDK's keytool, as PEM files in a folder. */
public final class TestCertificates {
    private static final String PASSWORD = "changeit";
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path folder;

    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** A certificate, those of its authorities behind it, and its key. */
    public record Pair(Path certificate, Path key) {}

    public Pair authority(String name) throws Exception {
        return made(name, "-keyalg", "EC", "-ext", "bc:c");
    }

    /** For this machine's loopback address. */
    public Pair issued(String authority, String name) throws Exception {
        return made(name, "-keyalg", "EC", "-signer", authority, "-ext", "san=ip:127.0.0.1");
    }

    public Pair expiring(String authority, String name, Duration from) throws Exception {
        String ago = "-" + Duration.ofDays(1).minus(from).toSeconds() + "S";
        return made(name, "-keyalg", "EC", "-signer", authority, "-startdate", ago, "-validity", "1");
    }

    public Pair rsa(String name) throws Exception {
        return made(name, "-keyalg", "RSA");
    }

    private Pair made(String name, String... options) throws Exception {
        Path store = folder.resolve("keystore.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                name,
                "-dname",
                "CN=" + name));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
        }
        return exported(store, name);
    }

    private Pair exported(Path store, String name) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain(name)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
        return new Pair(
                Files.writeString(folder.resolve(name + ".pem"), chain),
                Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key)));
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + BASE64.encodeToString(content) + "\n-----END " + what + "-----\n";
    }
}
