package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.PrivateFile;
import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The secrets of one stack, each a file that only its owner can read, made once. */
public final class Secrets {
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    public Secrets(Path home) {
        this.folder = home.resolve("secrets");
    }

    /** A password of letters and digits, about 180 bits. */
    public String password(String name) {
        return text(name, () -> word(32));
    }

    /** 32 random bytes in base64. */
    public String bytes(String name) {
        return text(name, () -> {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        });
    }

    /** The file of 32 random bytes in base64, for processes that share them. */
    public Path bytesFile(String name) {
        bytes(name);
        return folder.resolve(name);
    }

    /** A file that is made anew from secrets, such as the settings of a client. */
    public Path settingsFile(String name, String text) {
        PrivateFile.folder(folder);
        PrivateFile.write(folder.resolve(name), text);
        return folder.resolve(name);
    }

    /** The file of an EC P-256 private key, PKCS#8 PEM. */
    public Path signingKey(String name) {
        text(name, Secrets::newSigningKey);
        return folder.resolve(name);
    }

    String word(int length) {
        return random.ints(length, 0, LETTERS.length())
                .mapToObj(index -> String.valueOf(LETTERS.charAt(index)))
                .collect(Collectors.joining());
    }

    private String text(String name, Supplier<String> maker) {
        Path file = folder.resolve(name);
        PrivateFile.folder(folder);
        try {
            if (!Files.exists(file)) {
                PrivateFile.write(file, maker.get());
            }
            return Files.readString(PrivateFile.touch(file)).strip();
        } catch (IOException e) {
            throw new StackFailure("secret %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String newSigningKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException | java.security.InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }
}
