/**
 * The public API as one table: each endpoint is one row of {@link ai.radium.gateway.endpoints.Endpoints}, and all that the
 * gateway does with a request before its body (404, 405, {@code Allow}, HEAD, OPTIONS, the shape of errors, permission,
 * limits) follows from the row. Asked by {@code http} once a request.
 */
@NullMarked
package ai.radium.gateway.endpoints;

import org.jspecify.annotations.NullMarked;
