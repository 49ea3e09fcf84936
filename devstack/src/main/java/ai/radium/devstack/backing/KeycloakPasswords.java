package ai.radium.devstack.backing;

/** What Keycloak needs to know in secret. */
public record KeycloakPasswords(String database, String admin, String demoUser) {
    @Override
    public String toString() {
        return "KeycloakPasswords";
    }
}
