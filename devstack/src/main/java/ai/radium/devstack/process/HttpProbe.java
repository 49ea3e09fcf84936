package ai.radium.devstack.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** One look at an HTTP address. */
public final class HttpProbe {
    private HttpProbe() {}

    /** Whether a GET is answered with 200 within about two seconds. */
    public static boolean isOk(String address) {
        return status(address) == HttpURLConnection.HTTP_OK;
    }

    /** Whether a GET is answered at all within about two seconds. */
    public static boolean isAnswered(String address) {
        return status(address) > 0;
    }

    private static int status(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2000);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status;
        } catch (IOException e) {
            return 0;
        }
    }
}
