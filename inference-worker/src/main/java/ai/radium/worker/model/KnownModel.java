package ai.radium.worker.model;

import ai.radium.worker.model.fetch.ModelUri;
import ai.radium.worker.model.fetch.Sha256;
import java.util.Optional;

/**
 * A model that is known by its name.
 *
 * @param sha256 of what the source holds
 * @param treatment what is done to it after the fetch
 * @param embeddings whether it makes embeddings, and nothing else
 * @param terms where the licence can be read, if it has to be accepted
 */
record KnownModel(
        String name,
        ModelUri uri,
        Sha256 sha256,
        Treatment treatment,
        boolean embeddings,
        String licence,
        Optional<String> terms) {}
