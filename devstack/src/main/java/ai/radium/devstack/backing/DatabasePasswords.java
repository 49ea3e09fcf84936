package ai.radium.devstack.backing;

import ai.radium.devstack.process.StackFailure;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The passwords of PostgreSQL's roles: the superuser's, and one for each owner, which its application role shares. */
public final class DatabasePasswords {
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9]{8,}");

    private final String superuser;
    private final UnaryOperator<String> ofOwner;

    /** The second answers the password of an owner's name, the same each time. */
    public DatabasePasswords(String superuser, UnaryOperator<String> ofOwner) {
        this.superuser = proper(superuser);
        this.ofOwner = ofOwner;
    }

    String superuser() {
        return superuser;
    }

    String ofOwner(String owner) {
        return proper(ofOwner.apply(owner));
    }

    private static String proper(String password) {
        if (!PASSWORD.matcher(password).matches()) {
            throw new StackFailure("a database password must be 8 or more letters and digits");
        }
        return password;
    }

    @Override
    public String toString() {
        return "DatabasePasswords";
    }
}
