package ai.radium.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads the key that signs internal tokens: EC P-256, PEM of PKCS#8 (RFC 5958). */
public final class SigningKey {
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private SigningKey() {}

    /** @throws IllegalArgumentException when the file holds no such key */
    public static ECKey read(Path pem) throws IOException {
        String text = Files.readString(pem);
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
            KeyFactory factory = KeyFactory.getInstance("EC");
            var secret = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der));
            ECParameterSpec curve = secret.getParams();
            if (!Curve.P_256.equals(Curve.forECParameterSpec(curve))) {
                throw new IllegalArgumentException(pem + " holds a key of another curve than P-256");
            }
            var open = factory.generatePublic(
                    new ECPublicKeySpec(multiple(curve.getGenerator(), secret.getS(), curve), curve));
            return new ECKey.Builder(Curve.P_256, (java.security.interfaces.ECPublicKey) open)
                    .privateKey(secret)
                    .keyIDFromThumbprint()
                    .build();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalArgumentException(pem + " holds no EC private key in PKCS#8", e);
        }
    }

    /** The public point: PKCS#8 need not hold it, and the JDK does not derive it. Runs once, before any request. */
    static ECPoint multiple(ECPoint point, BigInteger times, ECParameterSpec curve) {
        BigInteger p = ((java.security.spec.ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger a = curve.getCurve().getA();
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = times.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum, a, p);
            if (times.testBit(bit)) {
                sum = add(sum, point, a, p);
            }
        }
        return sum;
    }

    /** Addition on a short Weierstrass curve, SEC 1 §2.2.1. */
    private static ECPoint add(ECPoint left, ECPoint right, BigInteger a, BigInteger p) {
        if (left.equals(ECPoint.POINT_INFINITY)) {
            return right;
        }
        if (right.equals(ECPoint.POINT_INFINITY)) {
            return left;
        }
        BigInteger x1 = left.getAffineX();
        BigInteger y1 = left.getAffineY();
        BigInteger x2 = right.getAffineX();
        BigInteger y2 = right.getAffineY();
        if (x1.equals(x2) && y1.add(y2).mod(p).signum() == 0) {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger slope = left.equals(right)
                ? x1.pow(2).multiply(THREE).add(a).multiply(y1.multiply(TWO).modInverse(p))
                : y2.subtract(y1).multiply(x2.subtract(x1).modInverse(p));
        BigInteger x = slope.pow(2).subtract(x1).subtract(x2).mod(p);
        return new ECPoint(x, slope.multiply(x1.subtract(x)).subtract(y1).mod(p));
    }
}
