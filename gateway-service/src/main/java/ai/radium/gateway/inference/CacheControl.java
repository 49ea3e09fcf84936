package ai.radium.gateway.inference;

/** Where a caller wants its prompt to be cached. Without effect: what prompts share is found here without being told. */
final class CacheControl {
    private static final MemberNames NAMES = MemberNames.of("type", "ttl", "scope");

    private final JsonWalk walk;
    private final KnownMembers members;

    CacheControl(byte[] bytes, JsonWalk walk) {
        this.walk = walk;
        members = new KnownMembers(bytes, NAMES);
    }

    /** @throws RefusedBody when the object has one that is none */
    void check(KnownMembers of) {
        if (!of.hasObject("cache_control")) {
            return;
        }
        try {
            members.read(walk, of.start("cache_control"));
            members.refuseOthers();
            if (!members.string("type").string().equals("ephemeral")) {
                throw RefusedBody.at("type", "type must be ephemeral");
            }
            members.optionalString("ttl");
            members.optionalString("scope");
        } catch (RefusedBody why) {
            throw why.within("cache_control");
        }
    }
}
