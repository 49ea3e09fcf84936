package ai.radium.contracts.key;

/**
 * A key is new, changed or revoked.
 *
 * @param version grows with every change of this key
 */
public record KeyChanged(String keyId, String account, Status status, long version) implements KeyEvent {
    @Override
    public String eventKey() {
        return keyId;
    }

    public enum Status {
        ACTIVE,
        REVOKED
    }
}
