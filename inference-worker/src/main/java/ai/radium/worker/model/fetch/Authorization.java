package ai.radium.worker.model.fetch;

import java.net.URI;
import java.util.Map;

/** What a server wants to see before it gives a file. */
interface Authorization {
    Authorization NONE = _ -> Map.of();

    /** Headers of one GET of this address, made for it and for now. */
    Map<String, String> headers(URI address);
}
