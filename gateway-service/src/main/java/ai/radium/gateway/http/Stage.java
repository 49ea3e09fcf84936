package ai.radium.gateway.http;

import ai.radium.gateway.body.GatheredBody;
import ai.radium.gateway.identity.Principal;

/** How far a request has come, with what it holds by then. */
sealed interface Stage {
    /** Nothing is held. */
    enum Plain implements Stage {
        HEARD,
        /** Whoever calls, it is refused; what still comes of its body is dropped. */
        REFUSED,
        OVER
    }

    /** Who calls is being found out; the first part of the body may be here already. */
    record Calling(Work.Serve work, GatheredBody body) implements Stage {}

    /** The caller may; its body is not whole yet. */
    record Gathering(Work.Serve work, GatheredBody body, Principal caller) implements Stage {}

    /** The body is whole, or a file whose rest is not read yet; the caller's limits are asked. */
    record Counting(Work.Serve work, GatheredBody body, Principal caller) implements Stage {}

    /** A permit is held. */
    record Admitted(Principal caller, Answering answer) implements Stage {}
}
