/**
 * TLS of the protocol's port: certificate, key and clients' authorities out of files, read again when they change. Used by
 * the worker when it starts.
 */
@NullMarked
package ai.radium.worker.tls;

import org.jspecify.annotations.NullMarked;
