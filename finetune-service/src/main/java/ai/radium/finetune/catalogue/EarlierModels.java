package ai.radium.finetune.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

/** What an account's own jobs have made, to go on from. */
@ApplicationScoped
class EarlierModels {
    private static final String FIND = """
            select base_model, cast(base as jsonb) #>> '{weights,sha256}', cast(result as jsonb) ->> 'adapter',
                cast(cast(configuration as jsonb) ->> 'loraRank' as integer)
            from job where account = ? and model = ?""";

    EarlierModels() {}

    /** @param weightsSha256 that the adapter was trained on */
    record Found(String baseModel, String weightsSha256, BaseModel.Earlier earlier) {}

    static boolean isNameOfOne(String name) {
        return name.startsWith("ft:");
    }

    /** Null when the account has none of this name. */
    Uni<Found> find(Mutiny.Session session, String account, String name) {
        return session.createNativeQuery(FIND, Object[].class)
                .setParameter(1, account)
                .setParameter(2, name)
                .getSingleResultOrNull()
                .map(row -> row == null
                        ? null
                        : new Found(
                                (String) row[0], (String) row[1], new BaseModel.Earlier(name, (String) row[2], (Integer)
                                        row[3])));
    }
}
