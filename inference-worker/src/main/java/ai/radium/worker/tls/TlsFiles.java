package ai.radium.worker.tls;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Where the server's side of TLS is kept, in PEM.
 *
 * @param certificate the server's, then those between it and its authority
 * @param key of the first certificate, RSA or EC, as PKCS#8 without a password
 * @param clientAuthorities who signs the certificates of clients; with them, a client must have one
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientAuthorities) {
    private static final String CERTIFICATE = "RADIUM_WORKER_TLS_CERTIFICATE";
    private static final String KEY = "RADIUM_WORKER_TLS_KEY";
    private static final String CLIENT_CA = "RADIUM_WORKER_TLS_CLIENT_CA";

    private static final int MOST_BYTES = 1024 * 1024;

    /**
     * As configured; nothing means plaintext.
     *
     * @throws IllegalArgumentException in one sentence, when one is given without the other
     */
    public static Optional<TlsFiles> of(
            Optional<Path> certificate, Optional<Path> key, Optional<Path> clientAuthorities) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(KEY + " goes with " + CERTIFICATE + ", and not one without the other");
        }
        if (clientAuthorities.isPresent() && certificate.isEmpty()) {
            throw new IllegalArgumentException(
                    CLIENT_CA + " asks clients for certificates, so it needs " + CERTIFICATE + " and " + KEY + " too");
        }
        return certificate.map(path -> new TlsFiles(path, key.orElseThrow(), clientAuthorities));
    }

    /**
     * Whether they can be used as they are now.
     *
     * @throws IllegalArgumentException in one sentence that names the setting, and nothing of a key's content
     */
    public void check() {
        read();
    }

    /**
     * What they hold now.
     *
     * @throws IllegalArgumentException as {@link #check}
     */
    Credentials read() {
        List<X509Certificate> chain = certificates(CERTIFICATE, certificate);
        PrivateKey privateKey = privateKey();
        if (!belongsTo(chain.getFirst().getPublicKey(), privateKey)) {
            throw new IllegalArgumentException(
                    KEY + ": " + key + " is not the key of the first certificate in " + certificate);
        }
        return new Credentials(
                chain,
                privateKey,
                clientAuthorities.map(file -> certificates(CLIENT_CA, file)).orElse(List.of()));
    }

    private static List<X509Certificate> certificates(String setting, Path file) {
        byte[] pem = bytes(setting, file);
        try {
            List<X509Certificate> certificates =
                    List.of(CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem)));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(setting + ": " + file + " holds what is no certificate in PEM", e);
        }
        throw new IllegalArgumentException(setting + ": " + file + " holds no certificate in PEM");
    }

    private PrivateKey privateKey() {
        byte[] pem = bytes(KEY, key);
        try {
            return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            // Without its cause, which may quote the file.
            throw new IllegalArgumentException(KEY + ": " + key + " holds no RSA or EC key as PKCS#8 in PEM without a"
                    + " password; `openssl pkcs8 -topk8 -nocrypt` makes one of a key in another form");
        }
    }

    private static byte[] bytes(String setting, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + ": " + file + " cannot be read: " + e, e);
        }
    }

    private static boolean belongsTo(PublicKey certified, PrivateKey key) {
        try {
            Signature signature =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            signature.initSign(key);
            byte[] proof = signature.sign();
            signature.initVerify(certified);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false; // of another kind or size than the certificate's
        }
    }
}
