package ai.radium.worker.model.cache;

import ai.radium.worker.model.fetch.ModelUri;
import ai.radium.worker.model.fetch.Sha256;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model that somebody asks the cache for.
 *
 * @param name that it is listed under
 * @param expected what the source must hold; any source with that content will do
 * @param preparation see {@link CacheEntry}
 * @param licence unless the file says it itself
 * @param pin keep it whatever room others need
 */
public record WantedModel(
        String name,
        ModelUri uri,
        Optional<Sha256> expected,
        String preparation,
        Optional<String> licence,
        boolean pin) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public WantedModel {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a model's name has 1 to 100 letters, digits, dots, dashes and underscores, not: " + name);
        }
    }

    Sha256 sourceKey() {
        return Sha256.ofText(uri.exact());
    }

    /** One download at a time has it. */
    String fetchKey() {
        return Sha256.ofText(uri.exact() + " " + preparation).shortened();
    }
}
