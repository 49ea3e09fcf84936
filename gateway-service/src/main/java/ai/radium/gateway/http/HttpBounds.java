package ai.radium.gateway.http;

import java.time.Duration;

/**
 * What a client's connection may take of the gateway.
 *
 * @param head from the first byte of a request to the end of its headers, and from connecting to the end of the first
 * @param body in which at least {@code bodyProgress} bytes of a body must come
 * @param wholeBody after which a body of up to a mebibyte must be whole, and as long again for each further one
 * @param idle of a kept connection between two requests
 * @param reader without taking a byte of what waits for it
 * @param request from the end of a request's headers to the end of its reply
 * @param requestsOfConnection after which a connection is closed
 * @param inferenceBody bytes of an inference request's body
 * @param managementBody bytes of any other body that is gathered
 * @param uploadBody bytes of a body that goes on to its service as it comes
 * @param connections of all clients together, below what the system lets this process open
 * @param connectionsOfAddress of one address
 * @param bodyMemory bytes of all bodies that are being gathered, a quarter of it for one account
 */
public record HttpBounds(
        Duration head,
        Duration body,
        int bodyProgress,
        Duration wholeBody,
        Duration idle,
        Duration reader,
        Duration request,
        int requestsOfConnection,
        long inferenceBody,
        long managementBody,
        long uploadBody,
        int connections,
        int connectionsOfAddress,
        long bodyMemory) {}
