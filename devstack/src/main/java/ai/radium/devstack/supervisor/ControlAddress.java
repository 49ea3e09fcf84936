package ai.radium.devstack.supervisor;

import ai.radium.process.ProcessIdentity;

/** Where a running supervisor listens on loopback, and the word that proves a caller may read its state file. */
record ControlAddress(ProcessIdentity supervisor, int port, String token) {
    @Override
    public String toString() {
        return "supervisor %d on port %d".formatted(supervisor.pid(), port);
    }
}
