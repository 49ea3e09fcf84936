package ai.radium.devstack.backing;

/** The programs of the backing services, in the machine's cache. */
public final class Programs {
    private Programs() {}

    /** Has them there already, for a user who cannot write in the cache. */
    public static void prepare() {
        PostgreSql.program();
        Redis.program();
        KeycloakDistribution.folder();
    }
}
