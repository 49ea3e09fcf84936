package ai.radium.worker.model;

import ai.radium.worker.model.cache.WantedModel;
import ai.radium.worker.model.fetch.ModelUri;
import ai.radium.worker.model.fetch.Sha256;
import java.util.Optional;

/**
 * A model to be fetched.
 *
 * @param treatment what is done to it after the fetch
 * @param embeddings whether it is known to make embeddings
 * @param terms where terms can be read that nobody has accepted yet
 */
record ModelRequest(WantedModel wanted, Treatment treatment, boolean embeddings, Optional<String> terms) {
    /**
     * @param reference name of a known model, or a URI; one URI means one model, so a known model's gets its treatment too
     * @throws IllegalArgumentException when it is neither
     */
    static ModelRequest of(
            String reference, Optional<Sha256> sha256, KnownModels known, boolean licenceAccepted, boolean pin) {
        Optional<KnownModel> model =
                ModelUri.isUri(reference) ? known.at(ModelUri.parse(reference)) : known.named(reference);
        if (model.isPresent()) {
            return of(model.get(), sha256, licenceAccepted, pin);
        }
        if (!ModelUri.isUri(reference)) {
            throw new IllegalArgumentException(
                    "%s is no URI and no known model (%s)".formatted(reference, known.names()));
        }
        ModelUri uri = ModelUri.parse(reference);
        return new ModelRequest(
                new WantedModel(nameOf(uri), uri, sha256, "", Optional.empty(), pin),
                new Treatment.None(),
                false,
                Optional.empty());
    }

    private static ModelRequest of(KnownModel model, Optional<Sha256> sha256, boolean licenceAccepted, boolean pin) {
        if (sha256.isPresent() && !sha256.get().equals(model.sha256())) {
            throw new IllegalArgumentException(
                    "%s is known to have the sha256 %s, not %s".formatted(model.name(), model.sha256(), sha256.get()));
        }
        return new ModelRequest(
                new WantedModel(
                        model.name(),
                        model.uri(),
                        Optional.of(model.sha256()),
                        model.treatment().words(),
                        Optional.of(model.licence()),
                        pin),
                model.treatment(),
                model.embeddings(),
                model.terms().filter(_ -> !licenceAccepted));
    }

    private static String nameOf(ModelUri uri) {
        String name = uri.fileName().replaceFirst("(?i)\\.gguf$", "").replaceAll("[^A-Za-z0-9._-]", "-");
        String bounded = name.substring(0, Math.min(name.length(), 80)).replaceFirst("^[^A-Za-z0-9]+", "");
        return bounded.isEmpty() ? "model" : bounded;
    }
}
