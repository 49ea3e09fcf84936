package ai.radium.worker.model;

import ai.radium.gguf.GgufHeader;
import ai.radium.gguf.TensorType;
import ai.radium.gguf.UnreadableModel;
import ai.radium.worker.model.cache.HeldModel;
import ai.radium.worker.model.cache.ModelCache;
import ai.radium.worker.model.cache.Preparation.Prepared;
import ai.radium.worker.model.cache.WantedModel;
import ai.radium.worker.model.convert.BertArchive;
import ai.radium.worker.model.convert.Unconvertible;
import ai.radium.worker.model.fetch.Fetcher;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.model.fetch.PartialFile;
import ai.radium.worker.model.fetch.Progress;
import ai.radium.worker.model.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Models out of the cache, fetched into it first where they are not there. */
record ModelFiles(ModelCache cache, Fetcher fetcher, Quantizer quantizer) {
    /** Blocks its caller, which must be a platform thread: the programs that it starts end with that. */
    HeldModel obtain(ModelRequest request, Consumer<Progress> listener)
            throws ModelFailure, IOException, InterruptedException {
        Optional<HeldModel> here = cache.find(request.wanted());
        if (here.isPresent()) {
            return here.get();
        }
        if (request.terms().isPresent()) {
            String name = request.wanted().name();
            throw new ModelFailure(
                    "%s comes under terms that you have to accept: read %s, then ./radium model pull %s --accept-licence"
                            .formatted(name, request.terms().get(), name));
        }
        return cache.obtain(request.wanted(), (part, told) -> prepare(request, part, told), listener);
    }

    private Prepared prepare(ModelRequest request, PartialFile part, Consumer<Progress> listener)
            throws ModelFailure, IOException, InterruptedException {
        String source = request.wanted().uri().toString();
        Sha256 sha256 = fetcher.fetch(request.wanted().uri(), request.wanted().expected(), part, listener);
        return switch (request.treatment()) {
            case Treatment.None _ ->
                new Prepared(part.data(), sha256, sha256, header(part, source).licence());
            case Treatment.Quantized(String type) -> {
                Optional<String> licence = header(part, source).licence();
                listener.accept(Progress.of("quantizing " + source + " to " + type));
                Path quantized = part.data().resolveSibling(part.data().getFileName() + ".quantized");
                quantizer.quantize(
                        part.data(), quantized, type, request.wanted().name());
                yield new Prepared(quantized, sha256, Sha256.ofFile(quantized), licence);
            }
            case Treatment.Converted(TensorType matrices) -> {
                listener.accept(Progress.of("converting " + source + " to " + matrices));
                Path converted = converted(request.wanted(), part, matrices);
                yield new Prepared(
                        converted,
                        sha256,
                        Sha256.ofFile(converted),
                        request.wanted().licence());
            }
        };
    }

    /** Written anew from its start after a kill: it takes a second or two. */
    private static Path converted(WantedModel wanted, PartialFile part, TensorType matrices)
            throws ModelFailure, IOException {
        Path converted = part.data().resolveSibling(part.data().getFileName() + ".converted");
        try {
            new BertArchive(part.data())
                    .convert(
                            converted, matrices, wanted.name(), wanted.licence().orElse("unknown"));
            return converted;
        } catch (Unconvertible e) {
            part.delete();
            throw new ModelFailure(wanted.uri() + " is no use: " + e.getMessage(), e);
        }
    }

    private static GgufHeader header(PartialFile part, String source) throws ModelFailure, IOException {
        try {
            return GgufHeader.read(part.data());
        } catch (UnreadableModel e) {
            part.delete();
            throw new ModelFailure(source + " is no use: " + e.getMessage(), e);
        }
    }
}
