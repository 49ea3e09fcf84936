package ai.radium.process;

import java.util.ArrayList;
import java.util.List;

/** A user of this machine that root runs something as: with no further groups, and with no way back to more rights. */
public record SystemUser(int uid, int gid) {
    /** The command as this user runs it. */
    public List<String> running(List<String> command) {
        List<String> all = new ArrayList<>(prefix());
        all.addAll(command);
        return all;
    }

    /** What stands before a command so that this user runs it. */
    public List<String> prefix() {
        return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--no-new-privs");
    }
}
