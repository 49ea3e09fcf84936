package ai.radium.devstack.backing;

/** What this machine is, where a binary depends on it. */
final class Machine {
    private Machine() {}

    static boolean isArm() {
        return processor().equals("aarch64");
    }

    static String processor() {
        return System.getProperty("os.arch");
    }
}
