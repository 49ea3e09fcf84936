package ai.radium.account;

import ai.radium.kit.problem.Problem;

/** What account-service refuses. */
public enum AccountProblem implements Problem {
    INVALID_KEY_SETTINGS(400, "The settings of the key are not valid"),
    NOT_AVAILABLE_YET(400, "This is not offered yet"),
    UNKNOWN_POLICY(400, "There is no such rate-limit policy"),
    ACCOUNT_NOT_FOUND(404, "Account not found"),
    MEMBER_NOT_FOUND(404, "Member not found"),
    KEY_NOT_FOUND(404, "API key not found"),
    MEMBER_EXISTS(409, "The user is a member already"),
    LAST_OWNER(409, "An account needs an owner"),
    KEY_REVOKED(409, "The key is revoked"),
    KEY_EXPIRED(409, "The key has expired");

    private final int status;
    private final String title;

    AccountProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
