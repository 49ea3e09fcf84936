package ai.radium.devstack.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** One look at an HTTP address. */
public final class HttpProbe {
    private HttpProbe() {}

    /** Whether a GET is answered with 200 within about a second. */
    public static boolean isOk(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(1000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
