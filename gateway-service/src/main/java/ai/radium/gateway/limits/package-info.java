/**
 * How much a caller may send: fixed windows in Redis that are exact over every gateway, and requests at once in the
 * memory of this one. The server asks {@link LoopLimits} of its event loop before it does anything for a request;
 * nothing here blocks. When Redis is away each gateway goes on alone with its last known share.
 */
@NullMarked
package ai.radium.gateway.limits;

import org.jspecify.annotations.NullMarked;
