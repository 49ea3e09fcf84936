package ai.radium.worker.model.fetch;

import java.net.URI;

/**
 * A file on a server.
 *
 * @param denied what to do when the server says 401 or 403
 */
record Remote(ModelUri uri, URI address, Authorization authorization, String denied) {}
